import type { MeterKeyView } from '@wattfleet/api/generated/shapes.ts'

export type Standing = 'waits' | 'holds' | 'later' | 'ended' | 'revoked'

/** What a key proves at a moment: its state, and whether its time has come and not gone. */
export function standingOf(
  { state, valid_from, valid_until }: Pick<MeterKeyView, 'state' | 'valid_from' | 'valid_until'>,
  now: Date,
): Standing {
  if (state === 'seen') return 'waits'
  if (state === 'revoked') return 'revoked'
  if (valid_until !== null && Date.parse(valid_until) <= now.getTime()) return 'ended'
  return now.getTime() < Date.parse(valid_from) ? 'later' : 'holds'
}

/** A key that holds since ever was registered without a first day. */
export function sinceEver(validFrom: string): boolean {
  return Date.parse(validFrom) <= 0
}

/** Hex in groups of four, as one compares it with a plate. */
export function inFours(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ')
}

/** By what people call it: the meter's serial, else the beginning of its fingerprint. */
export function nameOf({ meter, fingerprint }: Pick<MeterKeyView, 'meter' | 'fingerprint'>): string {
  return meter || inFours(fingerprint.slice(0, 8))
}
