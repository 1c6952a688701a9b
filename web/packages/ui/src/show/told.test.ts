import { expect, test } from 'vitest'
import { sentence } from './told.ts'

const SILENT = { station: 'DEPOT-07', since: '2026-11-20T12:00:00Z' }

test('a sentence is said in the reader’s language, with her numbers and times', () => {
  expect(sentence('energy_unallocated', { ...SILENT, kwh: '1.5', n: 2 }, 'sv', 'sv-SE')).toMatch(
    /^1,5 kWh har flutit vid DEPOT-07 .*2026.*\(2 gånger\)\.$/,
  )
  expect(sentence('station_silent', SILENT, 'de', 'de-DE')).toMatch(
    /^Die Ladestation DEPOT-07 meldet sich seit/,
  )
  expect(sentence('station_silent_mend', SILENT, 'en', 'en-GB')).toMatch(/^Look at its power/)
})

test('what is new to us, or lacks a value, is left to the server’s own words', () => {
  expect(sentence('of_tomorrow', {}, 'sv', 'sv-SE')).toBeNull()
  expect(sentence('station_silent', { station: 'A' }, 'sv', 'sv-SE')).toBeNull()
})
