/** Values of a sentence that are words themselves: how a thing stands, what a plug says, why something failed. */
import { faults } from '@wattfleet/words/generated/faults.ts'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { type Spoken, useLanguage } from '@wattfleet/words/language.tsx'
import { phrase, type Values } from '@wattfleet/words/words.ts'
import { inSentences } from './inSentences.ts'
import { readBack } from './readBack.ts'
import { standingIn } from './standing.ts'
import { sentence } from './told.ts'

export function useInside(): (values: Values) => Values {
  const spoken = useLanguage()
  return (values) => inside(values, spoken)
}

/** Why something failed, in words; as it came where it is new to us. */
export function useTrouble(): (text: string) => string {
  const spoken = useLanguage()
  return (text) => troubleIn(text, spoken)
}

type Reader = Pick<Spoken, 'language' | 'locale'>

export function inside(values: Values, reader: Reader): Values {
  const { problem, error } = values
  return {
    ...values,
    ...(problem === undefined ? {} : { problem: troubleIn(String(problem), reader) }),
    ...(error === undefined ? {} : { error: faultIn(String(error), reader) }),
    ...standingIn(values, reader),
  }
}

function troubleIn(text: string, { language, locale }: Reader): string {
  const known = (one: string) => {
    const found = readBack(one, troubles)
    return found && sentence(found.code, found.values, language, locale, troubles)
  }
  return inSentences(text, known)?.join(' ').trim() ?? text
}

/** ` (GroundFailure)` by the words of OCPP 1.6; what a maker adds stands as it came. */
function faultIn(text: string, { language }: Reader): string {
  return text.replace(/\w+/, (word) => {
    const name = word.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase()
    const known = Object.hasOwn(faults, name) ? faults[name as keyof typeof faults] : undefined
    return known === undefined ? word : phrase(known, language)
  })
}
