/** From a row of a report to the sessions that it is made of: the filters of their list that say the same. */
import type { RowsView, SiteView } from '@wattfleet/api/generated/shapes.ts'
import { addDays, momentAt } from '@wattfleet/ui/field/written.ts'
import { type Cells, NUMBERS } from './totals.ts'

type Told = Pick<RowsView, 'first' | 'last' | 'heads' | 'rows'>
type Place = Pick<SiteView, 'id' | 'name' | 'zone'>
interface Narrow {
  site?: string
  station?: string
  token?: string
  state?: string
  first: string
  last: string
}

/** The address of the list of exactly these sessions; null where no filter says so. */
export function narrowed(
  told: Told,
  cells: Cells,
  siteId: string | null,
  sites: readonly Place[],
): string | null {
  const groups = told.heads.filter((one) => one !== 'currency' && !NUMBERS.includes(one))
  const cellOf = (row: Cells, group: string) => row[told.heads.indexOf(group)] ?? ''
  // One group in two currencies is two rows, and the list knows none of them.
  const same = told.rows.filter((row) => groups.every((one) => cellOf(row, one) === cellOf(cells, one)))
  if (same.length !== 1) return null
  const parts = groups.map((one) => partOf(one, cellOf(cells, one), sites))
  return addressOf(told, parts, siteId, sites)
}

/** The same for all rows together. */
export function narrowedAll(told: Told, siteId: string | null, sites: readonly Place[]): string | null {
  const at = told.heads.indexOf('currency')
  if (at >= 0 && new Set(told.rows.map((row) => row[at])).size > 1) return null
  return addressOf(told, [], siteId, sites)
}

function addressOf(
  { first, last }: Told,
  parts: readonly (Partial<Narrow> | null)[],
  siteId: string | null,
  sites: readonly Place[],
): string | null {
  const all: Narrow = { first, last, ...(siteId ? { site: siteId } : {}) }
  for (const part of parts) {
    if (part === null) return null
    const { first: from = all.first, last: to = all.last, ...rest } = part
    Object.assign(all, rest)
    if (from > all.first) all.first = from
    if (to < all.last) all.last = to
  }
  const zone = zoneOf(all.site, sites)
  if (zone === null) return null
  const { first: from, last: to, ...filters } = all
  const span = spanOf(from, to, zone)
  return `/sessions?${new URLSearchParams({ ...filters, ...span })}`
}

/** Days of a place as moments: from the first one's midnight to that after the last. */
export function spanOf(first: string, last: string, zone: string): { ended_from: string; ended_to: string } {
  return {
    ended_from: momentAt(`${first}T00:00:00`, zone) ?? '',
    ended_to: momentAt(`${addDays(last, 1)}T00:00:00`, zone) ?? '',
  }
}

/** Days begin together only where all sites go by one clock. */
function zoneOf(site: string | undefined, sites: readonly Place[]): string | null {
  const zones = new Set(sites.filter((one) => site === undefined || one.id === site).map((one) => one.zone))
  return zones.size === 1 ? ([...zones][0] ?? null) : null
}

function partOf(group: string, value: string, sites: readonly Place[]): Partial<Narrow> | null {
  if (value === '') return null
  switch (group) {
    case 'site': {
      const named = sites.filter((one) => one.name === value)
      return named.length === 1 && named[0] ? { site: named[0].id } : null
    }
    case 'station':
    case 'token':
    case 'state':
      return { [group]: value }
    case 'day':
      return { first: value, last: value }
    case 'month':
      return { first: `${value}-01`, last: lastOf(value) }
    case 'week': {
      const monday = mondayOf(value)
      return { first: monday, last: addDays(monday, 6) }
    }
    default:
      return null
  }
}

function lastOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** `2026-W48` → the day of its Monday: the week with the fourth of January is the first. */
function mondayOf(week: string): string {
  const [year = '', number = '1'] = week.split('-W')
  const fourth = `${year}-01-04`
  const weekday = (new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(fourth, (Number(number) - 1) * 7 - weekday)
}
