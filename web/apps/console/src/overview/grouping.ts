import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { STATES, stateOf } from '@wattfleet/ui/state/station.ts'

export const GROUPINGS = ['site', 'access', 'state'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface Group {
  key: string
  stations: readonly StationView[]
}

/** Stations in groups, each in the order of identities, so that a tile never jumps while it is looked at. */
export function grouped(stations: readonly StationView[], by: Grouping): Group[] {
  const groups = new Map<string, StationView[]>()
  for (const one of stations) {
    const key = by === 'site' ? one.site : by === 'access' ? one.access : stateOf(one)
    const some = groups.get(key)
    if (some) some.push(one)
    else groups.set(key, [one])
  }
  return [...groups]
    .map(([key, some]) => ({ key, stations: some.sort(byIdentity) }))
    .sort((a, b) => order(by, a) - order(by, b) || a.key.localeCompare(b.key))
}

// One collator for all: made anew for each comparison it costs a hundred times as much.
const NATURAL = new Intl.Collator(undefined, { numeric: true })

function byIdentity(a: StationView, b: StationView): number {
  return NATURAL.compare(a.identity, b.identity)
}

/** States in their order; else groups that fill a row before those that stand side by side. */
function order(by: Grouping, { key, stations }: Group): number {
  return by === 'state' ? (STATES as readonly string[]).indexOf(key) : stations.length < 3 ? 1 : 0
}

/** How many there are of each state, worst first. */
export function tally(stations: readonly StationView[]): [state: string, n: number][] {
  const counts = new Map<string, number>()
  for (const one of stations) {
    const state = stateOf(one)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return STATES.filter((one) => counts.has(one)).map((one) => [one, counts.get(one) ?? 0])
}
