import { expect, it } from 'vitest'
import { wattHours } from './End.tsx'

it.each([
  ['12,5', '12500'],
  ['12.3456', '12345.6'],
  ['0', '0'],
  ['0,001', '1'],
  ['7', '7000'],
  ['1.0000', '1000'],
  ['lots', 'lots'],
])('%s kWh is %s Wh', (kwh, wh) => {
  expect(wattHours(kwh)).toBe(wh)
})
