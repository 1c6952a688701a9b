/** Where a session that the gate holds is put right. */
export type Mend = 'toKeys' | 'toDecide' | 'toSite' | 'toStation' | 'toTariffs'

const MENDS: Readonly<Record<string, readonly Mend[]>> = {
  meter_key_missing: ['toKeys'],
  signed_values_invalid: ['toKeys'],
  signed_meter_differs: ['toKeys'],
  signed_values_missing: ['toStation', 'toDecide'],
  signed_format_unknown: ['toStation', 'toDecide'],
  signed_process_wrong: ['toDecide'],
  signed_energy_differs: ['toDecide'],
  signed_user_differs: ['toDecide'],
  price_change_unsigned: ['toTariffs', 'toDecide'],
  price_split_differs: ['toDecide'],
  time_not_measured: ['toSite', 'toTariffs'],
  time_not_measured_clock: ['toStation', 'toDecide'],
}

export function mendsOf(code: string): readonly Mend[] {
  return MENDS[code] ?? ['toDecide']
}
