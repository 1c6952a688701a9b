import type { Chart } from '@wattfleet/api/generated/shapes.ts'

/** A line of a chart as it is edited: which ledger account, and what a bookkeeping program calls it. */
export interface Row {
  account: string
  number: string
  name: string
}

export function rowsOf({ accounts }: Pick<Chart, 'accounts'>): Row[] {
  return Object.entries(accounts).map(([account, { number, name }]) => ({ account, number, name }))
}

export function accountsOf(rows: readonly Row[]): Chart['accounts'] {
  return Object.fromEntries(
    rows.map(({ account, number, name }) => [account, { number: number.trim(), name: name.trim() }]),
  )
}

/** The line that stands for a ledger account: by its name, or by the word before its colon. */
export function rowFor(rows: readonly Row[], account: string): Row | undefined {
  const [word = ''] = account.split(':')
  return rows.find((one) => one.account === account) ?? rows.find((one) => one.account === word)
}

/** Ledger accounts that are booked on and have no line: an export of them is refused. Customers are one. */
export function missingFrom(rows: readonly Row[], booked: readonly string[]): string[] {
  const names = booked.filter((one) => rowFor(rows, one) === undefined)
  return [...new Set(names.map((one) => (one.startsWith('receivable:') ? 'receivable' : one)))].sort()
}

/** Numbers that SIE and DATEV refuse, which take digits alone. */
export function oddNumbers(rows: readonly Row[]): string[] {
  const numbers = rows.map((one) => one.number.trim()).filter(Boolean)
  return [...new Set(numbers.filter((one) => !/^\d+$/.test(one)))].sort()
}

/** Kinds of ledger accounts that may be added, besides those that are there. */
export function addable(rows: readonly Row[]): string[] {
  const there = new Set(rows.map((one) => one.account))
  return KNOWN.filter((one) => !there.has(one))
}

const KNOWN = [
  'accrued',
  'receivable',
  'bank',
  'revenue',
  'revenue:charging',
  'revenue:service',
  'revenue:reminders',
  'revenue:interest',
  'cost:bank',
  'vat',
  'rounding',
]
