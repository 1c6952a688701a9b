import type { ReadingView, ValueView } from '@wattfleet/api/generated/shapes.ts'
import { expect, test } from 'vitest'
import { registersOf } from './registersOf.ts'

const reading = (at: string, ...values: ValueView[]): ReadingView => ({
  at,
  received_at: at,
  evse: 1,
  source: 'sample',
  values,
  flags: [],
})
const register = (value: string, unit: string, more: Partial<ValueView> = {}): ValueView => ({
  measurand: 'energy_import',
  value,
  unit,
  ...more,
})

test('registers of the whole meter are told in Wh, by time', () => {
  const told = registersOf([
    reading('2026-11-20T13:00:00Z', register('6.5', 'kWh')),
    reading('2026-11-20T12:00:00Z', register('1000', 'Wh')),
    reading('2026-11-20T12:30:00Z', { measurand: 'power_import', value: '5000' }),
    reading('2026-11-20T12:40:00Z', register('3', 'Wh', { phase: 'L1' })),
    reading('2026-11-20T12:50:00Z', register('', 'Wh', { signed: 'OCMF|{}|{}' })),
  ])
  expect(told.map((one) => [one.reading.at, one.wh])).toEqual([
    ['2026-11-20T12:00:00Z', '1000'],
    ['2026-11-20T13:00:00Z', '6500'],
  ])
})
