import { describe, expect, it } from 'vitest'
import { dayText, lastMonths, monthBefore, monthText } from './days.ts'

describe('a day of the books is the same day for every reader', () => {
  it.each([
    ['2026-11-30', 'en-GB', '30 Nov 2026'],
    ['2026-01-01', 'sv-SE', '1 jan. 2026'],
    ['2026-12-31', 'de-DE', '31. Dez. 2026'],
  ])('%s in %s is %s', (day, locale, shown) => expect(dayText(day, locale)).toBe(shown))
})

describe('a month begins a line', () => {
  it.each([
    ['2026-11', 'en-GB', 'November 2026'],
    ['2026-11', 'sv-SE', 'November 2026'],
    ['2026-03', 'de-DE', 'März 2026'],
  ])('%s in %s is %s', (month, locale, shown) => expect(monthText(month, locale)).toBe(shown))
})

describe('months go back over the turn of the year', () => {
  it.each([
    ['2026-11', '2026-10'],
    ['2026-01', '2025-12'],
    ['2026-10', '2026-09'],
  ])('before %s is %s', (month, before) => expect(monthBefore(month)).toBe(before))
  it('the newest is first', () =>
    expect(lastMonths(new Date(2026, 1, 10), 3)).toEqual(['2026-02', '2026-01', '2025-12']))
})
