import { describe, expect, it } from 'vitest'
import { narrowed, narrowedAll } from './narrowed.ts'

const STOCKHOLM = { id: 's1', name: 'Depot', zone: 'Europe/Stockholm' }
const OTHER = { id: 's2', name: 'Garage', zone: 'Europe/Stockholm' }
const HELSINKI = { id: 's3', name: 'Harbour', zone: 'Europe/Helsinki' }
const ONE_CLOCK = [STOCKHOLM, OTHER]
const NOVEMBER = 'ended_from=2026-10-31T23:00:00.000Z&ended_to=2026-11-30T23:00:00.000Z'

const told = (heads: string[], ...rows: (string | null)[][]) => ({
  first: '2026-11-01',
  last: '2026-11-30',
  heads,
  rows,
})
const read = (address: string | null) => (address === null ? null : decodeURIComponent(address))

describe('a row leads to the sessions that it is made of', () => {
  it.each([
    ['of a site', 'site', 'Depot', `site=s1&${NOVEMBER}`],
    ['of a station', 'station', 'DEPOT-07', `station=DEPOT-07&${NOVEMBER}`],
    ['of a card', 'token', '04AA', `token=04AA&${NOVEMBER}`],
    ['of a state', 'state', 'closed', `state=closed&${NOVEMBER}`],
    ['of a month', 'month', '2026-11', NOVEMBER],
    [
      'of a day',
      'day',
      '2026-11-02',
      'ended_from=2026-11-01T23:00:00.000Z&ended_to=2026-11-02T23:00:00.000Z',
    ],
    [
      'of a week',
      'week',
      '2026-W46',
      'ended_from=2026-11-08T23:00:00.000Z&ended_to=2026-11-15T23:00:00.000Z',
    ],
    [
      'of a week that began before the report',
      'week',
      '2026-W44',
      'ended_from=2026-10-31T23:00:00.000Z&ended_to=2026-11-01T23:00:00.000Z',
    ],
    ['of no card: no filter says so', 'token', '', null],
    ['of a driver: no filter says so', 'driver', 'Lind', null],
    ['of a site that is there no more', 'site', 'Gone', null],
  ])('%s', (_, group, value, filters) => {
    const address = narrowed(told([group, 'sessions'], [value, '2']), [value, '2'], null, ONE_CLOCK)
    expect(read(address)).toBe(filters && `/sessions?${filters}`)
  })

  it('days are those of the site, and of no place where clocks differ', () => {
    const sites = [STOCKHOLM, HELSINKI]
    const at = (name: string) => read(narrowed(told(['site'], [name]), [name], null, sites))
    expect(at('Harbour')).toContain('ended_from=2026-10-31T22:00:00.000Z')
    expect(narrowed(told(['station'], ['A']), ['A'], null, sites)).toBeNull()
    expect(read(narrowed(told(['station'], ['A']), ['A'], 's3', sites))).toContain('site=s3')
  })

  it('not where two sites have one name, nor where one group is told in two currencies', () => {
    const twins = [STOCKHOLM, { ...OTHER, name: 'Depot' }]
    expect(narrowed(told(['site'], ['Depot']), ['Depot'], null, twins)).toBeNull()
    const split = told(['site', 'currency'], ['Depot', 'EUR'], ['Depot', 'SEK'])
    expect(narrowed(split, ['Depot', 'EUR'], null, ONE_CLOCK)).toBeNull()
    expect(narrowedAll(split, null, ONE_CLOCK)).toBeNull()
  })

  it('the sum leads to all of them', () => {
    const of = told(['site', 'sessions'], ['Depot', '1'], ['Garage', '2'])
    expect(read(narrowedAll(of, null, ONE_CLOCK))).toBe(`/sessions?${NOVEMBER}`)
    expect(read(narrowedAll(of, 's1', ONE_CLOCK))).toBe(`/sessions?site=s1&${NOVEMBER}`)
  })
})
