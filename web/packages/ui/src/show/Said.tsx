import { useLanguage } from '@wattfleet/words/language.tsx'
import { said } from '@wattfleet/words/said.ts'
import type { Book } from '@wattfleet/words/words.ts'
import { Fragment } from 'react'
import { inSentences } from './inSentences.ts'
import { readBack } from './readBack.ts'
import { sentence } from './told.ts'

/** Stands in a sentence where somebody else's words come: those are English, whatever she reads. */
const HERE = '\u0000'

/** What the server keeps in English, in the reader's language; what is new to us stands as it is. */
export function Said({ text, from = said }: { text: string; from?: Book }) {
  const { language, locale } = useLanguage()
  const foreign = language === 'en' ? undefined : 'en'
  const found = inSentences(text, (one) => {
    const read = readBack(one, from)
    if (read === null) return null
    const { quoted } = read.values
    const values = quoted === undefined ? read.values : { ...read.values, quoted: HERE }
    const words = sentence(read.code, values, language, locale, from)
    return words === null ? null : { words, quoted: String(quoted ?? '') }
  })
  if (found === null) return <span lang={foreign}>{text}</span>
  return (
    <span>
      {found.map(({ words, quoted }, at) => (
        <Fragment key={`${at} ${words}`}>
          {at > 0 && ' '}
          {words.split(HERE).map((part, place) => (
            <Fragment key={`${place} ${part}`}>
              {place > 0 && <span lang={foreign}>{quoted}</span>}
              {part}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
