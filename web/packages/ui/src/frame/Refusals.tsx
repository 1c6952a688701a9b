import type { Problem } from '@wattfleet/api/generated/shapes.ts'
import { rewordBy } from '@wattfleet/api/problem.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import type { Book, Language, Values } from '@wattfleet/words/words.ts'
import { useEffect, useState } from 'react'
import { forScreen, inSentences } from '../show/inSentences.ts'
import { readBack } from '../show/readBack.ts'
import { standingIn } from '../show/standing.ts'
import { sentence } from '../show/told.ts'

/** From here on the server's refusals are said in the reader's language. */
export function Refusals() {
  const { language, locale } = useLanguage()
  useEffect(() => rewordBy((problem) => inWords(problem, language, locale)), [language, locale])
  return null
}

/** The words are loaded when something was refused for the first time; English is the server's own. */
export async function inWords(problem: Problem, language: Language, locale: string): Promise<Problem> {
  const hint = forScreen(problem.hint ?? '')
  if (language === 'en') return { ...problem, hint }
  const [{ refusals }, { formsIn, withoutAbout }] = await Promise.all([
    import('@wattfleet/words/refusals/all.ts'),
    import('./fieldForms.ts'),
  ])
  const field = problem.code.startsWith('field_')
  const inside = field ? (values: Values) => formsIn(values, language, locale) : undefined
  const say = (text: string) => saidOf(text, refusals, language, locale, inside)
  return { ...problem, detail: say(problem.detail), hint: say(field ? withoutAbout(hint) : hint) }
}

/** Words for refusals that stand in an answer, such as the lines of an import: what is wrong and what to do. */
export function useRefusalWords(): (text: string) => string {
  const { language, locale } = useLanguage()
  const [words, setWords] = useState<Book | null>(null)
  useEffect(() => {
    if (language !== 'en')
      void import('@wattfleet/words/refusals/all.ts').then((one) => setWords(one.refusals))
  }, [language])
  return (text) => (words === null || language === 'en' ? text : saidOf(text, words, language, locale))
}

/** All of it, or its sentences, of which each is known. */
function saidOf(
  text: string,
  from: Book,
  language: Language,
  locale: string,
  inside = (values: Values): Values => ({ ...values, ...standingIn(values, { language }) }),
): string {
  return inSentences(text, (one) => known(one, from, language, locale, inside))?.join(' ') ?? text
}

function known(
  text: string,
  from: Book,
  language: Language,
  locale: string,
  inside: (values: Values) => Values,
): string | null {
  const found = readBack(text, from)
  if (found === null) return null
  return sentence(found.code, inside(found.values), language, locale, from)
}
