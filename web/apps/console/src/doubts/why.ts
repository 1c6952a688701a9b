import { doubts } from '@wattfleet/words/doubts.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import { type Book, phrase } from '@wattfleet/words/words.ts'

/** What a rule of doubt says in the reader's language; of a rule that is new to us, what the server said. */
export function useRuleWords(kind: 'why' | 'heals' | 'end'): (code: string, said: string) => string {
  const { language } = useLanguage()
  return (code, said) => {
    const known = (doubts as Book)[`${kind}_${code}`]
    return known ? phrase(known, language) : said
  }
}
