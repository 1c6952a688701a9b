import { expect, it } from 'vitest'
import { totals } from './totals.ts'

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
