/** What an alarm or a finding says, in the reader's language: a code, and the values of the case. */
import { told } from '@wattfleet/words/generated/told.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import { type Book, type Language, type Phrase, phrase, type Values } from '@wattfleet/words/words.ts'
import { localised } from './numbers.ts'
import { exact, readersZone } from './times.ts'

export interface Told {
  code: string
  values: Values
  /** What the server says in English, for a code that we do not know yet. */
  words: string
  mend: string
}

/** `inside` rewords values that are words themselves, such as why a mail did not go. */
export function useTold(
  from: Book = told,
  inside: (values: Values) => Values = (values) => values,
): (one: Told) => { words: string; mend: string } {
  const { language, locale } = useLanguage()
  return (one) => ({
    words: sentence(one.code, inside(one.values), language, locale, from) ?? one.words,
    mend: sentence(`${one.code}_mend`, inside(one.values), language, locale, from) ?? one.mend,
  })
}

export interface Said {
  code: string
  values: Values
  /** What the server says in English, for a code that we do not know yet. */
  text: string
}

/** A sentence of a generated book: its code and values, in the reader's language. */
export function useSaid(from: Book): (one: Said) => string {
  const { language, locale } = useLanguage()
  return (one) => sentence(one.code, one.values, language, locale, from) ?? one.text
}

/** None where the code is new to us, or a value is missing. */
export function sentence(
  code: string,
  values: Values,
  language: Language,
  locale: string,
  from: Book = told,
): string | null {
  const known = from[code]
  if (known === undefined) return null
  const shown: Record<string, string | number> = {}
  for (const [, name = '', kind] of known[0].matchAll(/\{(\w+)([@#|]?)/g)) {
    const value = values[name]
    if (value === undefined) return null
    shown[name] =
      kind === '@' ? moment(value, locale) : kind === '#' ? localised(String(value), locale) : value
  }
  const plain = known.map((text) => text.replace(/\{(\w+)[@#]\}/g, '{$1}'))
  return phrase(plain as unknown as Phrase, language, shown)
}

function moment(at: string | number, locale: string): string {
  return exact(new Date(at), locale, readersZone(), false)
}
