import { expect, test } from 'vitest'
import { growth } from './growth.ts'

const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`
const looks = (...frees: (number | null)[]) =>
  frees.map((free_bytes, at) => ({ at: day(at + 1), free_bytes }))

test.each([
  ['it shrinks evenly', looks(900, 800, 700, 600), 100],
  ['once more, once less', looks(900, 850, 700, 600), 105],
  ['it grows', looks(600, 700, 800), null],
  ['it stays', looks(600, 600, 600), null],
  ['two looks are too few', looks(900, 800), null],
  ['a look without an answer', looks(900, null, 700, 600), 100],
  ['nothing was looked at', [], null],
] as [string, ReturnType<typeof looks>, number | null][])('%s', (_, samples, perDay) => {
  const found = growth(samples)
  expect(found === null ? null : Math.round(found.perDay)).toBe(perDay)
})

test('what is older than two weeks does not count', () => {
  const old = { at: '2026-10-01T00:00:00Z', free_bytes: 1 }
  expect(growth([old, ...looks(900, 800, 700)])).toMatchObject({ from: day(1), to: day(3) })
})
