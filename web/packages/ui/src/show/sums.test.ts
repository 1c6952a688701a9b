import { expect, it } from 'vitest'
import { sum } from './sums.ts'

it.each([
  [['1', '2'], '3'],
  [['0.10', '0.20'], '0.30'],
  [['-1.50', '0.25'], '-1.25'],
  [['9007199254740993', '0.000001'], '9007199254740993.000001'],
  [['1.00', null], null],
  [[], '0'],
  [['-0.01', '0.01'], '0.00'],
])('%j come to %j', (texts, wanted) => {
  expect(sum(texts)).toBe(wanted)
})
