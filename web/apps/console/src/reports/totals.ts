/** The rows of a report as they are added up: exactly, each currency for itself. */

export type Cells = readonly (string | null)[]

const DECIMALS = 9

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

/** Decimal texts, without a float between. */
export function sum(texts: readonly (string | null)[]): string | null {
  let total = 0n
  let most = 0
  for (const text of texts) {
    if (text === null) return null
    most = Math.max(most, text.split('.')[1]?.length ?? 0)
    total += scaled(text)
  }
  return written(total, most)
}

function scaled(text: string): bigint {
  const [whole = '0', rest = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole + rest.padEnd(DECIMALS, '0').slice(0, DECIMALS))
  return text.startsWith('-') ? -size : size
}

function written(total: bigint, decimals: number): string {
  const digits = (total < 0n ? -total : total).toString().padStart(DECIMALS + 1, '0')
  const whole = digits.slice(0, -DECIMALS)
  const rest = digits.slice(-DECIMALS).slice(0, decimals)
  return `${total < 0n ? '-' : ''}${whole}${rest && `.${rest}`}`
}
