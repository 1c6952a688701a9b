import { expect, test } from 'vitest'
import { inFours, nameOf, sinceEver, standingOf } from './standing.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const BEFORE = '2026-11-01T00:00:00Z'
const AFTER = '2026-12-01T00:00:00Z'

test.each([
  ['seen', BEFORE, null, 'waits'],
  ['revoked', BEFORE, null, 'revoked'],
  ['approved', BEFORE, null, 'holds'],
  ['approved', BEFORE, AFTER, 'holds'],
  ['approved', '2026-11-20T12:00:00Z', null, 'holds'],
  ['approved', BEFORE, '2026-11-20T12:00:00Z', 'ended'],
  ['approved', AFTER, null, 'later'],
] as const)('%s from %s until %s: %s', (state, valid_from, valid_until, standing) => {
  expect(standingOf({ state, valid_from, valid_until }, NOW)).toBe(standing)
})

test('a key without a first day holds since ever', () => {
  expect(sinceEver('1970-01-01T00:00:00Z')).toBe(true)
  expect(sinceEver(BEFORE)).toBe(false)
})

test('a key is called by its meter, else by its fingerprint', () => {
  expect(inFours('3059301306')).toBe('3059 3013 06')
  expect(nameOf({ meter: '1EMH0012345678', fingerprint: 'a1b2c3d4e5' })).toBe('1EMH0012345678')
  expect(nameOf({ meter: '', fingerprint: 'a1b2c3d4e5' })).toBe('a1b2 c3d4')
})
