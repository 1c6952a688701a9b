import type { Spoken } from '@wattfleet/words/language.tsx'
import { standing } from '@wattfleet/words/standing.ts'
import { type Book, phrase, type Values } from '@wattfleet/words/words.ts'

/** `{state}` and `{other}` as words; a state that is new to us stands as it came. */
export function standingIn(values: Values, { language }: Pick<Spoken, 'language'>): Values {
  const said: Record<string, string> = {}
  for (const name of ['state', 'other']) {
    const state = String(values[name])
    const known = Object.hasOwn(standing, state) ? (standing as Book)[state] : undefined
    if (known) said[name] = phrase(known, language)
  }
  return said
}
