import { expect, it } from 'vitest'
import { daysLate } from './ages.ts'

it.each([
  [null, '2026-11-29', 0],
  ['2026-11-29', '2026-11-29', 0],
  ['2026-11-30', '2026-11-29', 0],
  ['2026-11-28', '2026-11-29', 1],
  ['2026-03-28', '2026-03-30', 2],
  ['2025-12-31', '2026-01-01', 1],
])('%s is late on %s by %i days', (due, today, days) => {
  expect(daysLate(due, today)).toBe(days)
})
