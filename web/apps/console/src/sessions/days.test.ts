import { expect, it } from 'vitest'
import { firstOf, lastOf } from './days.ts'

const ZONE = 'Europe/Stockholm'

it.each([
  ['a month', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z', '2026-11-01', '2026-11-30'],
  ['a day of summer', '2026-07-01T22:00:00.000Z', '2026-07-02T22:00:00.000Z', '2026-07-02', '2026-07-02'],
  ['in the middle of days', '2026-11-02T10:00:00Z', '2026-11-03T10:00:00Z', '2026-11-02', '2026-11-03'],
  ['without an end', '2026-11-02T10:00:00Z', undefined, '2026-11-02', ''],
  ['no moment at all', 'soon', undefined, '', ''],
])('%s', (_, from, to, first, last) => {
  expect([firstOf(from, ZONE), lastOf(to, ZONE)]).toEqual([first, last])
})
