/** The rows of a report as they are added up: exactly, each currency for itself. */
import { sum } from '@wattfleet/ui/show/sums.ts'

export type Cells = readonly (string | null)[]

/** The columns of numbers; all others put rows together. */
export const NUMBERS: readonly string[] = [
  'sessions',
  'energy_kwh',
  'hours',
  'before_vat',
  'vat',
  'amount',
  'cost',
  'margin',
]

/** One row of sums for each currency, or one alone; null where a number of some row is not known. */
export function totals(heads: readonly string[], rows: readonly Cells[]): Cells[] {
  const at = heads.indexOf('currency')
  const currencies = [...new Set(rows.map((row) => (at < 0 ? '' : (row[at] ?? ''))))].sort()
  return currencies.map((currency) => {
    const mine = rows.filter((row) => at < 0 || (row[at] ?? '') === currency)
    return heads.map((head, place) => {
      if (head === 'currency') return currency
      return NUMBERS.includes(head) ? sum(mine.map((row) => row[place] ?? null)) : ''
    })
  })
}
