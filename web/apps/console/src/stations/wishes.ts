/** From the few words of a form to the command that is sent, in the words of the station's OCPP version. */
import type { commands } from '@wattfleet/words/commands.ts'
import type { Asking } from '../shell/asking.ts'
import type { Wish } from './useOrder.ts'

export interface Given {
  token: string
  evse: number | null
  choice: string
}

interface Choice {
  value: string
  word?: keyof typeof commands
}

export const NEEDS_EVSE: ReadonlySet<Asking> = new Set([
  'remote_start',
  'unlock_connector',
  'change_availability',
  'trigger_message',
  'get_composite_schedule',
])
export const NEEDS_CHOICE: ReadonlySet<Asking> = new Set(['reset', 'change_availability', 'trigger_message'])

const DAY_S = 86_400

export function choicesOf(asking: Asking, ocpp: string): readonly Choice[] {
  const old = ocpp === '1.6' || ocpp === ''
  switch (asking) {
    case 'reset':
      return old
        ? [
            { value: 'Soft', word: 'soft' },
            { value: 'Hard', word: 'hard' },
          ]
        : [
            { value: 'OnIdle', word: 'soft' },
            { value: 'Immediate', word: 'hard' },
          ]
    case 'change_availability':
      return [
        { value: 'Operative', word: 'operative' },
        { value: 'Inoperative', word: 'inoperative' },
      ]
    case 'trigger_message':
      return ['StatusNotification', 'MeterValues', 'Heartbeat', 'BootNotification'].map((value) => ({
        value,
      }))
    default:
      return []
  }
}

export function wishOf(asking: Asking, { token, evse, choice }: Given): Wish {
  switch (asking) {
    case 'remote_start':
      return { command: 'remote_start', token, evse }
    case 'reset':
      return { command: 'reset', type: choice }
    case 'unlock_connector':
      return { command: 'unlock_connector', evse: evse ?? 1 }
    case 'change_availability':
      return { command: 'change_availability', type: choice, evse }
    case 'trigger_message':
      return { command: 'trigger_message', requested_message: choice, evse }
    case 'get_composite_schedule':
      return { command: 'get_composite_schedule', duration: DAY_S, evse: evse ?? 0 }
    case 'clear_charging_profile':
      return { command: 'clear_charging_profile' }
    case 'clear_cache':
      return { command: 'clear_cache' }
    case 'get_local_list_version':
      return { command: 'get_local_list_version' }
  }
}
