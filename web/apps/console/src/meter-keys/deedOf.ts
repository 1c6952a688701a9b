import type { ActView } from '@wattfleet/api/generated/shapes.ts'

export type DeedName = 'seen' | 'registered' | 'approved' | 'revoked' | 'bounded' | 'unbounded' | 'changed'

/** What an act did with a key; an act tells only what differs. */
export function deedOf({ verb, after }: Pick<ActView, 'verb' | 'after'>): DeedName {
  if (verb === 'see') return 'seen'
  if (verb === 'register') return 'registered'
  const told = partsOf(after)
  if (told.state === 'approved') return 'approved'
  if (told.state === 'revoked') return 'revoked'
  if (!('valid_until' in told)) return 'changed'
  return told.valid_until === null ? 'unbounded' : 'bounded'
}

/** What was written beside the deed, and the moment that it names. */
export function saidIn({ after }: Pick<ActView, 'after'>): { note: string; until: string | null } {
  const { note, valid_until } = partsOf(after)
  return {
    note: typeof note === 'string' ? note : '',
    until: typeof valid_until === 'string' ? valid_until : null,
  }
}

function partsOf(told: unknown): Readonly<Record<string, unknown>> {
  return typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {}
}
