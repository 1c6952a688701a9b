/** What a station is, in one word, made of what its plugs said last. */
import type { ConnectorView, StationView } from '@wattfleet/api/generated/shapes.ts'

/** Worst first: what needs a person comes before what goes by itself. */
export const STATES = [
  'offline',
  'faulted',
  'charging',
  'suspended_evse',
  'suspended_ev',
  'preparing',
  'finishing',
  'occupied',
  'reserved',
  'unavailable',
  'available',
  'unknown',
] as const

/** The plugs themselves; number 0 is the station as a whole and speaks only when it is out of order. */
export function plugsOf(station: StationView): readonly ConnectorView[] {
  const real = station.connectors.filter((one) => one.evse > 0 || one.connector > 0)
  return real.length ? real : station.connectors
}

export function stateOf(station: StationView): string {
  if (!station.connected) return 'offline'
  const whole = station.connectors.find((one) => one.evse === 0 && one.connector === 0)
  if (whole && (whole.status === 'faulted' || whole.status === 'unavailable')) return whole.status
  const said = plugsOf(station).map((one) => one.status)
  return STATES.find((one) => said.includes(one)) ?? said[0] ?? 'unknown'
}

/** The plug's state as it is to be shown: nobody knows what an absent station's plug does. */
export function plugState(station: StationView, plug: ConnectorView): string {
  return station.connected ? plug.status : 'offline'
}

export interface Trouble {
  station: StationView
  state: 'offline' | 'faulted'
  since: string | null
  /** The error, then what the maker adds. */
  causes: readonly string[]
}

/** The error in OCPP's words, then what the maker adds. */
export function causesOf({ error, vendor_error, info }: ConnectorView): string[] {
  return [error, vendor_error, info].filter((one) => one !== '' && one !== 'NoError')
}

/** What is wrong now, the newest first. */
export function troublesOf(stations: readonly StationView[]): Trouble[] {
  const found: Trouble[] = []
  for (const station of stations) {
    if (!station.connected) {
      found.push({ station, state: 'offline', since: station.seen_at, causes: [] })
      continue
    }
    for (const one of station.connectors) {
      if (one.status !== 'faulted') continue
      found.push({ station, state: 'faulted', since: one.since, causes: causesOf(one) })
    }
  }
  return found.sort((a, b) => rank(a) - rank(b) || newer(a.since ?? '', b.since ?? ''))
}

function rank({ state, since }: Trouble): number {
  return state === 'faulted' ? 0 : since === null ? 2 : 1
}

function newer(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0
}
