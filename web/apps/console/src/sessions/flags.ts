import type { QueryOf } from '@wattfleet/api/call.ts'

type Flag = NonNullable<QueryOf<'GET /api/v1/sessions'>['flag']>

/** Why a session is looked at twice; a flag that the API knows and this list does not is a type error. */
const FLAGS: Record<Flag, true> = {
  amended: true,
  before_service: true,
  begin_from_before: true,
  clock_skewed: true,
  clock_unset: true,
  conflicting_stop: true,
  end_before_start: true,
  end_inferred: true,
  future: true,
  gap: true,
  implausible_energy: true,
  implausible_guessed: true,
  inferred_tx: true,
  mended: true,
  missing_start: true,
  negative_energy: true,
  no_meter: true,
  offline: true,
  overlap: true,
  placeholder_begin: true,
  register_reset: true,
  replayed_start: true,
  replayed_stop: true,
  sources_disagree: true,
  time_unreadable: true,
  unauthorised: true,
  unit_assumed: true,
  unknown_token: true,
  unknown_tx: true,
  zero_energy_suspect: true,
  zone_assumed: true,
}

export const flagNames = Object.keys(FLAGS) as readonly Flag[]
