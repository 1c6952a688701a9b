import { expect, test } from 'vitest'
import { accountsOf, addable, missingFrom, oddNumbers, type Row, rowFor, rowsOf } from './chart.ts'

const row = (account: string, number = '1400'): Row => ({ account, number, name: 'Forderungen' })

test('a chart is edited line by line and written as a whole', () => {
  const accounts = { receivable: { number: '1400', name: 'Forderungen' } }
  expect(rowsOf({ accounts })).toEqual([row('receivable')])
  expect(accountsOf([row('receivable', ' 1400 ')])).toEqual(accounts)
})

test('the most exact line stands for a ledger account', () => {
  const rows = [row('vat', '1776'), row('vat:SE', '2611')]
  expect(rowFor(rows, 'vat:SE')?.number).toBe('2611')
  expect(rowFor(rows, 'vat:DE')?.number).toBe('1776')
  expect(rowFor(rows, 'bank')).toBeUndefined()
})

test.each([
  [[row('receivable')], ['receivable:1', 'receivable:2'], []],
  [[], ['receivable:1', 'receivable:2', 'vat:DE'], ['receivable', 'vat:DE']],
  [[row('vat:SE')], ['vat:DE', 'vat:SE'], ['vat:DE']],
] as const)('what is booked on and has no line', (rows, booked, missing) => {
  expect(missingFrom(rows, booked)).toEqual(missing)
})

test('numbers of letters are named', () => {
  expect(oddNumbers([row('a', '1400'), row('b', 'AR-1'), row('c', ''), row('d', 'AR-1')])).toEqual(['AR-1'])
})

test('what is there is not added again', () => {
  expect(addable([row('accrued')])).not.toContain('accrued')
  expect(addable([])).toContain('vat')
})
