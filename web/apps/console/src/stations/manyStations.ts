import { call } from '@wattfleet/api/call.ts'
import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { useLiveText } from '@wattfleet/live/live.tsx'
import type { ManyDeed } from '@wattfleet/ui/list/many.ts'
import { commands } from '@wattfleet/words/commands.ts'
import { useWordFor } from '@wattfleet/words/language.tsx'
import type { Wish } from './useOrder.ts'
import { choicesOf } from './wishes.ts'

const ANSWER_S = 30

/** What can be asked of many stations at once; each gives its own answer. */
export function useStationDeeds(): readonly ManyDeed<StationView>[] {
  const say = useWordFor(commands)
  const charging = useLiveText('session', (all) =>
    JSON.stringify(all.filter((one) => one.state === 'active').map((one) => one.station)),
  )
  const busy: ReadonlySet<string> = new Set(JSON.parse(charging) as string[])
  const ask = async (station: StationView, body: Wish) => {
    const path = { identity: station.identity }
    const order = await call('POST /api/v1/stations/{identity}/commands', {
      path,
      query: { wait: ANSWER_S },
      body,
    })
    return { text: say(order.state), good: order.state === 'accepted' }
  }
  const away = (one: StationView) => (one.connected ? null : 'offline')
  return [
    {
      word: 'reset',
      consequence: 'consequenceReset',
      leaveOut: (one) => away(one) ?? (busy.has(one.identity) ? 'charging' : null),
      run: (one) => ask(one, { command: 'reset', type: choicesOf('reset', one.ocpp)[0]?.value ?? 'Soft' }),
    },
    {
      word: 'status',
      consequence: 'consequenceStatus',
      leaveOut: away,
      run: (one) =>
        ask(one, { command: 'trigger_message', requested_message: 'StatusNotification', evse: null }),
    },
    {
      word: 'cache',
      consequence: 'consequenceCache',
      leaveOut: away,
      run: (one) => ask(one, { command: 'clear_cache' }),
    },
  ]
}
