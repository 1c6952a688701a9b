import type { SessionView, StationView } from '@wattfleet/api/generated/shapes.ts'
import { expect, test } from 'vitest'
import { carsText, readCars, sessionState, withCars } from './cars.ts'
import { stateOf } from './station.ts'

function session(charging: SessionView['charging'], state: SessionView['state'] = 'active'): SessionView {
  return { station: 'A', evse: 1, state, charging } as SessionView
}

function station(status: string): StationView {
  const plug = { evse: 1, connector: 1, status, since: '', error: '', info: '', vendor_error: '' }
  const quiet = { ...plug, evse: 2, status: 'available' }
  return { id: 'a', identity: 'A', connected: true, connectors: [plug, quiet] } as unknown as StationView
}

test.each([
  ['occupied', 'charging', 'charging'],
  ['occupied', 'suspended_ev', 'suspended_ev'],
  ['occupied', 'suspended_evse', 'suspended_evse'],
  ['occupied', 'ev_connected', 'preparing'],
  ['occupied', 'idle', 'finishing'],
  ['occupied', null, 'occupied'],
  ['available', 'charging', 'charging'],
  ['faulted', 'charging', 'faulted'],
  ['finishing', 'charging', 'finishing'],
] as const)('a plug that says %s and whose car says %s is %s', (told, car, expected) => {
  const cars = readCars(carsText([session(car)]))
  expect(stateOf(withCars(station(told), cars))).toBe(expected)
})

test('a session that has ended says nothing of the plug', () => {
  const known = station('occupied')
  expect(withCars(known, readCars(carsText([session('charging', 'closed')])))).toBe(known)
  expect(sessionState(session('charging', 'closed'))).toBe('closed')
  expect(sessionState(session('suspended_ev'))).toBe('suspended_ev')
  expect(sessionState(session(null))).toBe('active')
})
