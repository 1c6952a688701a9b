import { expect, it } from 'vitest'
import { daysOn, nextBankDay } from './days.ts'

it.each([
  ['2026-12-11', '2026-12-11'],
  ['2026-12-12', '2026-12-14'],
  ['2026-12-13', '2026-12-14'],
  ['2027-01-31', '2027-02-01'],
])('from %s on, banks work on %s', (day, wanted) => {
  expect(nextBankDay(day)).toBe(wanted)
})

it('counts days over the end of a month', () => {
  expect(daysOn(new Date(2026, 10, 29, 23, 30), 14)).toBe('2026-12-13')
})
