/** What cars do, told by their running sessions: more exact than the "occupied" of a 2.x plug.
 The table is the server's. */
import { AS_A_PLUG, VAGUE } from '@wattfleet/api/generated/plugs.ts'
import type { ConnectorView, SessionView, StationView } from '@wattfleet/api/generated/shapes.ts'

/** By station and EVSE: what the car of its running session does. */
export type Cars = ReadonlyMap<string, string>

/** As a text, so that what has not changed is the same. */
export function carsText(sessions: readonly SessionView[]): string {
  const running = sessions.filter((one) => one.state === 'active' && one.charging !== null)
  return JSON.stringify(
    running.map((one) => [`${one.station}/${one.evse}`, AS_A_PLUG[one.charging ?? '']]).sort(),
  )
}

export function readCars(text: string): Cars {
  return new Map(JSON.parse(text) as [string, string][])
}

/** The station with its plugs as they are to be shown; itself where no car tells more. */
export function withCars<S extends StationView>(station: S, cars: Cars): S {
  const connectors = station.connectors.map((one) => shown(station, one, cars))
  const same = connectors.every((one, place) => one === station.connectors[place])
  return same ? station : { ...station, connectors }
}

function shown(station: StationView, plug: ConnectorView, cars: Cars): ConnectorView {
  const told = VAGUE.has(plug.status) ? cars.get(`${station.identity}/${plug.evse}`) : undefined
  return told === undefined ? plug : { ...plug, status: told }
}

/** A session's state: of one that runs, what its car does. */
export function sessionState(session: SessionView): string {
  return (session.state === 'active' && AS_A_PLUG[session.charging ?? '']) || session.state
}
