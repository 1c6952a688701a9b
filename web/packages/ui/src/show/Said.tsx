import { useLanguage } from '@wattfleet/words/language.tsx'
import { said } from '@wattfleet/words/said.ts'
import type { Book } from '@wattfleet/words/words.ts'
import { readBack } from './readBack.ts'
import { sentence } from './told.ts'

/** A sentence that the server keeps in English, in the reader's language; one that is new to us stands as it is. */
export function Said({ text, from = said }: { text: string; from?: Book }) {
  const { language, locale } = useLanguage()
  const found = readBack(text, from)
  const words = found && sentence(found.code, found.values, language, locale, from)
  if (words) return <span>{words}</span>
  return <span lang={language === 'en' ? undefined : 'en'}>{text}</span>
}
