/** What can be asked of a station by hand: first what is asked most. */

export const FIRST = ['remote_start', 'reset', 'unlock_connector'] as const
export const MORE = [
  'change_availability',
  'trigger_message',
  'get_composite_schedule',
  'clear_charging_profile',
  'clear_cache',
  'get_local_list_version',
] as const

export type Asking = (typeof FIRST)[number] | (typeof MORE)[number]

export const ASKED: readonly Asking[] = [...FIRST, ...MORE]

export function isAsking(name: string | undefined): name is Asking {
  return ASKED.some((one) => one === name)
}
