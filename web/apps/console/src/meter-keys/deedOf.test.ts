import { expect, test } from 'vitest'
import { deedOf, saidIn } from './deedOf.ts'

test.each([
  ['see', { state: 'seen', valid_until: null }, 'seen'],
  ['register', { state: 'approved', valid_until: null }, 'registered'],
  ['change', { state: 'approved', note: 'the plate' }, 'approved'],
  ['change', { state: 'revoked' }, 'revoked'],
  ['change', { valid_until: '2026-11-20T12:00:00Z' }, 'bounded'],
  ['change', { valid_until: null }, 'unbounded'],
  ['change', { meter: 'M1' }, 'changed'],
  ['change', null, 'changed'],
] as const)('%s %j: %s', (verb, after, deed) => {
  expect(deedOf({ verb, after })).toBe(deed)
})

test('the note and the moment are read from what differs', () => {
  expect(saidIn({ after: { note: 'new meter', valid_until: '2026-11-20T12:00:00Z' } })).toEqual({
    note: 'new meter',
    until: '2026-11-20T12:00:00Z',
  })
  expect(saidIn({ after: {} })).toEqual({ note: '', until: null })
})
