/** What stands beside a payment: what the server wrote when it booked one itself, or what a person did. */
import { type Spoken, useLanguage } from '@wattfleet/words/language.tsx'
import { said } from '@wattfleet/words/said.ts'
import { readBack } from './readBack.ts'
import { returned } from './returned.ts'
import { sentence } from './told.ts'

export function usePaymentNote(): (note: string) => string {
  const spoken = useLanguage()
  return (note) => paymentNote(note, spoken)
}

/** In the reader's language where the server wrote it; a person's words stand as they are. */
export function paymentNote(note: string, reader: Pick<Spoken, 'language' | 'locale'>): string {
  const read = readBack(note, said)
  if (!read?.code.startsWith('paid')) return note
  const { code } = read.values
  const values = code === undefined ? read.values : { ...read.values, code: returned(String(code), reader) }
  return sentence(read.code, values, reader.language, reader.locale, said) ?? note
}
