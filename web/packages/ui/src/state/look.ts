/** State = colour + shape + word. The nine looks, and which word of the server has which. */

export type Look =
  | 'available'
  | 'waiting'
  | 'charging'
  | 'paused'
  | 'reserved'
  | 'unavailable'
  | 'faulted'
  | 'offline'
  | 'doubtful'

const LOOKS: Readonly<Record<string, Look>> = {
  available: 'available',
  connected: 'available',
  closed: 'unavailable',
  preparing: 'waiting',
  finishing: 'waiting',
  occupied: 'waiting',
  charging: 'charging',
  active: 'charging',
  suspended_ev: 'paused',
  suspended_evse: 'paused',
  reserved: 'reserved',
  unavailable: 'unavailable',
  faulted: 'faulted',
  offline: 'offline',
  review: 'doubtful',
  written_off: 'unavailable',
  doubtful: 'doubtful',
  unknown: 'offline',
  proposing: 'charging',
  draft: 'offline',
  proposed: 'waiting',
  issuing: 'charging',
  issued: 'available',
  nothing: 'unavailable',
  discarded: 'unavailable',
  credited: 'unavailable',
  open: 'waiting',
  part: 'waiting',
  queued: 'waiting',
  sending: 'charging',
  sent: 'available',
  failed: 'faulted',
  overdue: 'faulted',
  paid: 'available',
  settled: 'available',
  on_hold: 'paused',
}

export function lookOf(state: string): Look {
  return LOOKS[state] ?? 'offline'
}

export function colourOf(state: string): string {
  return `var(--wf-state-${lookOf(state)})`
}
