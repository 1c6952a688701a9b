import { Button, NativeSelect, NumberInput, SegmentedControl } from '@mantine/core'
import type { OrderView, StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useLive, useLiveList } from '@wattfleet/live/live.tsx'
import { powerOf } from '@wattfleet/ui/charts/power.ts'
import { type Line, TimeAxis } from '@wattfleet/ui/charts/TimeAxis.tsx'
import { CommandAnswer } from '@wattfleet/ui/frame/CommandAnswer.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { plugsOf } from '@wattfleet/ui/state/station.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { profiles } from '@wattfleet/words/profiles.ts'
import { useState } from 'react'
import { limitProfile, scheduleOf } from './schedule.ts'
import classes from './stations.module.css'
import { useOrder } from './useOrder.ts'

/** What the station was told to give, against what it gave. */
export function Profiles({ station }: { station: StationDetailView }) {
  const t = useWords(profiles)
  const may = useMay()
  const order = useOrder(station.identity)
  const evses = [...new Set(plugsOf(station).map((one) => one.evse))].filter((one) => one > 0)
  const [evse, setEvse] = useState(evses[0] ?? 1)
  const [sent, setSent] = useState<OrderView | null>(null)
  const ask = async (wish: Parameters<typeof order.send>[0]) =>
    setSent(await order.send(wish).catch(() => null))
  const read = () =>
    ask({ command: 'get_composite_schedule', duration: 86_400, evse, charging_rate_unit: null })
  const actions = (
    <>
      {evses.length > 1 && (
        <SegmentedControl
          aria-label="EVSE"
          value={String(evse)}
          onChange={(value) => setEvse(Number(value))}
          data={evses.map((one) => ({ value: String(one), label: t('evse', { n: one }) }))}
        />
      )}
      {may('commands:write') && (
        <Button variant="default" loading={order.isPending} onClick={read}>
          {t('read')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <Panel title={t('title')} actions={actions}>
        <Against station={station} evse={evse} />
      </Panel>
      <Refused error={order.error} />
      {sent && <CommandAnswer order={sent} />}
      {may('commands:write') && (
        <Limit
          set={(limit, unit) =>
            ask({ command: 'set_charging_profile', evse, profile: limitProfile(limit, unit) })
          }
          clear={() => ask({ command: 'clear_charging_profile', evse })}
        />
      )}
    </>
  )
}

function Against({ station, evse }: { station: StationDetailView; evse: number }) {
  const t = useWords(profiles)
  const now = useNow()
  const zone = useZoneOf(station.identity)
  const session = useLiveList('session').find(
    (one) => one.station === station.identity && one.evse === evse && one.state === 'active',
  )
  const readings = usePages(
    'GET /api/v1/sessions/{id}/readings',
    { path: { id: session?.id ?? '' }, query: { limit: 1000 } },
    { enabled: session !== undefined, everyMs: 10_000 },
  )
  const schedule = useNewestSchedule(station.identity, evse)
  const measured = session ? powerOf(readings.items) : []
  const lines: Line[] = []
  if (measured.length > 1)
    lines.push({
      name: t('measured'),
      unit: 'kW',
      as: 'area',
      colour: '--wf-state-charging',
      points: measured,
    })
  if (schedule)
    lines.push({
      name: t('commanded'),
      unit: 'kW',
      as: 'step',
      colour: '--wf-state-paused',
      points: schedule.points,
    })
  if (lines.length === 0) return <Empty title={t('noSession')}>{t('readWill')}</Empty>
  return (
    <>
      <TimeAxis label={t('picture', { n: evse })} lines={lines} zone={zone} now={now.getTime()} />
      {schedule?.amps && <div className={classes.dim}>{t('amps')}</div>}
    </>
  )
}

/** The newest composite schedule that the station told for this EVSE. */
function useNewestSchedule(identity: string, evse: number) {
  const orders = usePages('GET /api/v1/stations/{identity}/commands', {
    path: { identity },
    query: { command: 'get_composite_schedule', sort: '-asked_at', limit: 20 },
  })
  const first = orders.items.find((one) => asksFor(one, evse))
  const live = useLive('order', first?.id ?? '')
  const order = live ?? first
  return order ? scheduleOf(order.answer) : null
}

function asksFor(order: OrderView, evse: number): boolean {
  const asked = order.request as { evse?: number; connector?: number } | null
  return (asked?.evse ?? asked?.connector) === evse
}

interface LimitProps {
  set: (limit: string, unit: 'A' | 'W') => void
  clear: () => void
}

function Limit({ set, clear }: LimitProps) {
  const t = useWords(profiles)
  const [limit, setLimit] = useState<string | number>(16)
  const [unit, setUnit] = useState<'A' | 'W'>('A')
  return (
    <Panel title={t('limit')}>
      <form
        style={{ display: 'flex', gap: 8, alignItems: 'end', flexWrap: 'wrap' }}
        onSubmit={(event) => {
          event.preventDefault()
          set(String(limit), unit)
        }}
      >
        <NumberInput label={t('value')} value={limit} min={0} onChange={setLimit} w={140} />
        <NativeSelect
          size="xs"
          label={t('unit')}
          value={unit}
          data={['A', 'W']}
          onChange={(event) => setUnit(event.currentTarget.value === 'W' ? 'W' : 'A')}
        />
        <Button type="submit">{t('send')}</Button>
        <Button variant="subtle" onClick={clear}>
          {t('clear')}
        </Button>
        <span className={classes.dim}>{t('limitHelp')}</span>
      </form>
    </Panel>
  )
}
