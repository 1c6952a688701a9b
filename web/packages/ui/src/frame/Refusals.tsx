import type { Problem } from '@wattfleet/api/generated/shapes.ts'
import { rewordBy } from '@wattfleet/api/problem.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import type { Book, Language } from '@wattfleet/words/words.ts'
import { useEffect, useState } from 'react'
import { readBack } from '../show/readBack.ts'
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
  const { refusals } = await import('@wattfleet/words/refusals/all.ts')
  const say = (text: string) => saidOf(text, refusals, language, locale)
  return { ...problem, detail: say(problem.detail), hint: say(hint) }
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

/** A sentence, or two of which each is known. */
function saidOf(text: string, from: Book, language: Language, locale: string): string {
  const one = known(text, from, language, locale)
  if (one !== null) return one
  for (const { index } of text.matchAll(/(?<=[.?!]) /g)) {
    const parts = [text.slice(0, index), text.slice(index + 1)].map((part) =>
      known(part, from, language, locale),
    )
    if (parts.every((part) => part !== null)) return parts.join(' ')
  }
  return text
}

function known(text: string, from: Book, language: Language, locale: string): string | null {
  const found = readBack(text, from)
  return found && sentence(found.code, found.values, language, locale, from)
}

/** What to do as a program or at a command line is of no use at a screen. */
function forScreen(hint: string): string {
  return /`wattfleet |\/api\/v1|\b(GET|POST|PUT|PATCH|DELETE) \//.test(hint) ? '' : hint
}
