import type { LimitView } from '@wattfleet/api/generated/shapes.ts'
import { expect, it } from 'vitest'
import { capsOf } from './capsOf.ts'

const one = (country: string, who: 'business' | 'consumer', since: string): LimitView => ({
  country,
  who,
  since,
  currency: 'SEK',
  fee: '60',
  points: '8',
  source: 'law',
})
const LIMITS = [
  one('SE', 'consumer', '2013-03-16'),
  one('SE', 'consumer', '2027-01-01'),
  one('SE', 'business', '2013-03-16'),
  one('DE', 'consumer', '2002-01-01'),
]
const levels = [{ after_days: 7 }]

it.each([
  [{ levels, who: 'consumer', country: 'SE' } as const, ['consumer 2027-01-01']],
  [{ levels, country: 'SE' } as const, ['business 2013-03-16', 'consumer 2027-01-01']],
  [{ levels, who: 'business', country: 'DE' } as const, []],
  [{ levels } as const, []],
])('%j is capped by %j', (policy, wanted) => {
  expect(capsOf(policy, LIMITS).map((found) => `${found.who} ${found.since}`)).toEqual(wanted)
})
