import { groups } from '@wattfleet/words/groups.ts'
import { phrase } from '@wattfleet/words/words.ts'
import { describe, expect, it } from 'vitest'
import { conditions, moved, several } from './sentence.ts'

const t = (key: keyof typeof groups, values?: Record<string, string | number>) =>
  phrase(groups[key], 'en', values)

describe('a rule in one line', () => {
  it.each([
    [{}, 'everybody, everywhere, always'],
    [{ token_groups: ['staff', 'guests'] }, 'cards of staff, guests'],
    [{ stations: ['CP1'], evses: [2] }, 'at CP1 · EVSE 2'],
    [{ day_of_week: ['SATURDAY', 'SUNDAY'], start_time: '17:00' }, 'on Sat, Sun · 17:00–24:00'],
    [{ start_date: '2026-12-01', end_date: '2027-01-01' }, 'from 2026-12-01 · before 2027-01-01'],
  ])('%j', (rule, said) => {
    expect(conditions({ tariff_id: null, ...rule }, t, 'en-GB')).toBe(said)
  })
})

describe('the order of rules', () => {
  it.each([
    [0, 1, ['b', 'a', 'c']],
    [2, -1, ['a', 'c', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 1, ['a', 'b', 'c']],
  ] as const)('%i by %i', (at, by, order) => {
    expect(moved(['a', 'b', 'c'], at, by)).toEqual(order)
  })
})

it('takes several names with commas', () => {
  expect(several(' staff,, guests ,')).toEqual(['staff', 'guests'])
})
