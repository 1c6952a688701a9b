import type { ComparisonView } from '@wattfleet/api/generated/shapes.ts'
import { describe, expect, it } from 'vitest'
import { added, monthBefore, monthSpan, share, sum } from './adding.ts'

describe('decimal texts are added exactly', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['-19.95', '0.05', '-19.90'],
    ['-0.04', '0.01', '-0.03'],
    ['99999999999999999.99', '0.01', '100000000000000000.00'],
    ['5000', '1000.5', '6000.5'],
    ['-1', '1', '0'],
  ])('%s + %s', (one, other, total) => {
    expect(sum(one, other)).toBe(total)
  })
})

function part(currency: string, difference: string, seen: string): ComparisonView {
  const side = { tariff_id: null, version: null, name: '', currency: null, by: { kept: 1 } }
  const pair = {
    session: seen,
    station: 'CP1',
    started_at: seen,
    energy_wh: '1000',
    currency,
    a_before_vat: '1.00',
    b_before_vat: '2.00',
    difference_before_vat: difference,
    a_amount: '1.25',
    b_amount: '2.50',
    a_by: 'kept',
    b_by: 'bulk',
  }
  return {
    a: side,
    b: { ...side, by: { bulk: 1 } },
    looked_at: 2,
    compared: 1,
    left_out: [{ reason: 'not_sold', sessions: 1 }],
    sums: [{ ...pair, sessions: 1, difference: '1.25', more: 1, less: 0, same: 0 }],
    most_more: [pair],
    most_less: [],
    seen_until: seen,
    text: '',
    next: null,
  } as ComparisonView
}

it('adds parts up, each currency for itself, the largest difference first', () => {
  const parts = [part('SEK', '1.00', 'x'), part('EUR', '9.00', 'y'), part('SEK', '2.50', 'z')]
  const whole = parts.reduce(added, null as ReturnType<typeof added> | null)
  expect(whole?.sums.map((one) => [one.currency, one.sessions, one.difference_before_vat])).toEqual([
    ['EUR', 1, '9.00'],
    ['SEK', 2, '3.50'],
  ])
  expect(whole?.mostMore.map((one) => one.difference_before_vat)).toEqual(['9.00', '2.50', '1.00'])
  expect([whole?.lookedAt, whole?.compared, whole?.leftOut, whole?.b.by]).toEqual([
    6,
    3,
    { not_sold: 3 },
    { bulk: 3 },
  ])
})

it('knows the month before, also in January', () => {
  expect(monthBefore(new Date(2026, 0, 31))).toBe('2025-12')
  expect(monthBefore(new Date(2026, 11, 1))).toBe('2026-11')
})

it('asks for a month as the clocks at the sites have it', () => {
  expect(monthSpan('2026-10', 'Europe/Stockholm')).toEqual({
    from: '2026-09-30T22:00:00.000Z',
    to: '2026-10-31T23:00:00.000Z',
  })
})

it('tells how far it is', () => {
  expect(share('2026-10', 'Europe/Stockholm', null)).toBe(0)
  expect(Math.round(share('2026-10', 'Europe/Stockholm', '2026-10-16T10:30:00Z'))).toBe(50)
})
