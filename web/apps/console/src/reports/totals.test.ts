import { expect, it } from 'vitest'
import { sum, totals } from './totals.ts'

it.each([
  [['1', '2'], '3'],
  [['0.10', '0.20'], '0.30'],
  [['-1.50', '0.25'], '-1.25'],
  [['9007199254740993', '0.000001'], '9007199254740993.000001'],
  [['1.00', null], null],
  [[], '0'],
  [['-0.01', '0.01'], '0.00'],
])('%j come to %j', (texts, wanted) => {
  expect(sum(texts)).toBe(wanted)
})

it('adds each currency for itself', () => {
  const heads = ['site', 'currency', 'sessions', 'cost']
  const rows = [
    ['A', 'EUR', '1', '2.00'],
    ['B', 'SEK', '2', null],
    ['C', 'EUR', '3', '0.50'],
  ]
  expect(totals(heads, rows)).toEqual([
    ['', 'EUR', '4', '2.50'],
    ['', 'SEK', '2', null],
  ])
})

it('adds what has no money together', () => {
  expect(totals(['month', 'energy_kwh'], [['2026-10', '1.500000']])).toEqual([['', '1.500000']])
  expect(totals(['month', 'energy_kwh'], [])).toEqual([])
})
