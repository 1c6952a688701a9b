import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import type { Language } from '@wattfleet/words/words.ts'

interface Asks {
  by: 'law' | 'site' | null
  /** Why the site asks for it, in the words of whoever said so. */
  note: string
  law: Readonly<Record<Language, string>> | null
}

/** Who asks for signed values: a law, in the reader's language, or the site. */
export function WhoAsks({ by, note, law }: Asks) {
  const t = useWords(measuring)
  const { language } = useLanguage()
  if (by === 'site') return <span>{t('bySite', { note })}</span>
  return <span>{law?.[language] ?? t('notAsked')}</span>
}
