import { doubts } from '@wattfleet/words/doubts.ts'
import { useLanguage } from '@wattfleet/words/language.tsx'
import { type Book, phrase } from '@wattfleet/words/words.ts'

/** Why a rule holds something back, in the reader's language; a rule that is new speaks as the server does. */
export function useWhy(): (rule: string, said: string) => string {
  const { language } = useLanguage()
  return (rule, said) => {
    const known = (doubts as Book)[`why_${rule}`]
    return known ? phrase(known, language) : said
  }
}
