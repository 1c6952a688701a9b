import type { Problem } from '@wattfleet/api/generated/shapes.ts'
import { rewordBy } from '@wattfleet/api/problem.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import type { Language } from '@wattfleet/words/words.ts'
import { useEffect } from 'react'
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
  const say = (text: string) => {
    const found = readBack(text, refusals)
    return (found && sentence(found.code, found.values, language, locale, refusals)) ?? text
  }
  return { ...problem, detail: say(problem.detail), hint: say(hint) }
}

/** What to do as a program or at a command line is of no use at a screen. */
function forScreen(hint: string): string {
  return /`wattfleet |\/api\/v1|\b(GET|POST|PUT|PATCH|DELETE) \//.test(hint) ? '' : hint
}
