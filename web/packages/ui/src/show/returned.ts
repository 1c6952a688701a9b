/** Why a bank sent a debit back, in the reader's language; its code stands behind, for whoever asks the bank. */
import { type Spoken, useLanguage } from '@wattfleet/words/language.tsx'
import { returns } from '@wattfleet/words/returns.ts'
import { phrase } from '@wattfleet/words/words.ts'

export function useReturned(): (code: string) => string {
  const spoken = useLanguage()
  return (code) => returned(code, spoken)
}

/** Our own `returned` stands where the bank gave no code. */
export function returned(code: string, { language }: Pick<Spoken, 'language'>): string {
  if (!Object.hasOwn(returns, code)) return code
  const words = phrase(returns[code as keyof typeof returns], language)
  return code === 'returned' ? words : `${words} (${code})`
}
