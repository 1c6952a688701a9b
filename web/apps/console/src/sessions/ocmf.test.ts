import { expect, test } from 'vitest'
import { momentOf, readOcmf } from './ocmf.ts'

const BEGIN = { TM: '2026-11-20T12:00:00,000+0000 S', TX: 'B', RV: 1, RU: 'kWh' }
const PAYLOAD = { MS: 'M1', PG: 'T1', ID: '04A2', RD: [BEGIN, { TM: 'later', TX: 'E', RV: 6 }] }

test('readings are read; what is left out stays as it was', () => {
  expect(readOcmf(`OCMF|${JSON.stringify(PAYLOAD)}|{"SD":"3045"}`)).toEqual({
    meter: 'M1',
    page: 'T1',
    user: '04A2',
    readings: [
      { at: '2026-11-20T12:00:00,000+0000 S', kind: 'B', value: '1', unit: 'kWh' },
      { at: 'later', kind: 'E', value: '6', unit: 'kWh' },
    ],
  })
})

test.each([['<values/>'], ['OCMF|'], ['OCMF|{broken|{}'], ['OCMF|"text"|{}']])('%s is not OCMF', (text) => {
  expect(readOcmf(text)).toBeNull()
})

test.each([
  ['2026-11-20T12:00:00,000+0000 S', '2026-11-20T12:00:00.000Z'],
  ['2026-11-20T12:00:00,000+0100 R', '2026-11-20T11:00:00.000Z'],
  ['2026-11-20T12:00:00+01:00', '2026-11-20T11:00:00.000Z'],
  ['yesterday', null],
] as const)('%s', (time, moment) => {
  expect(momentOf(time)).toBe(moment)
})
