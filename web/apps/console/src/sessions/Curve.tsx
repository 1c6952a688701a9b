import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { powerOf, valuesOf } from '@wattfleet/ui/charts/power.ts'
import { type Line, type Marker, TimeAxis } from '@wattfleet/ui/charts/TimeAxis.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { rounded } from '@wattfleet/ui/show/numbers.ts'
import { exact } from '@wattfleet/ui/show/times.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { useEffect, useMemo } from 'react'
import classes from './sessions.module.css'

/** Power over time, with the three ends upon it. */
export function Curve({ session, zone }: { session: SessionDetailView; zone: string }) {
  const t = useWords(sessions)
  const { locale } = useLanguage()
  const now = useNow()
  const running = session.state === 'active'
  const readings = usePages(
    'GET /api/v1/sessions/{id}/readings',
    { path: { id: session.id }, query: { limit: 1000 } },
    { everyMs: running ? 10_000 : undefined },
  )
  const { hasNextPage, fetchNextPage, isFetchingNextPage } = readings
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are made of the pages
  const lines = useMemo((): Line[] => {
    const power = powerOf(readings.items)
    const soc = valuesOf(readings.items, 'soc')
    const drawn: Line[] = [
      { name: t('power'), unit: 'kW', as: 'area', colour: '--wf-state-charging', points: power },
    ]
    if (soc.length > 1)
      drawn.push({ name: t('soc'), unit: '%', as: 'step', colour: '--wf-state-available', points: soc })
    return drawn
  }, [readings.data, t])
  if (readings.data === undefined) return waiting(readings)
  const points = lines[0]?.points ?? []
  if (points.length < 2) return <span className={classes.dim}>{t('noCurve')}</span>
  const most = Math.max(...points.map(([, kw]) => kw ?? 0))
  const markers = markersOf(session, t('start'), t('energyEnd'), t('billingEnd'), t('plugOut'))
  const label = t('curve', {
    from: exact(new Date(session.started_at), locale, zone, false),
    to: exact(new Date(session.ended_at ?? now), locale, zone, false),
    max: rounded(String(most), locale, 1),
  })
  return (
    <TimeAxis
      label={label}
      lines={lines}
      markers={markers}
      zone={zone}
      now={running ? now.getTime() : undefined}
    />
  )
}

function markersOf(session: SessionDetailView, ...names: string[]): Marker[] {
  const moments = [session.started_at, session.energy_end_at, session.ended_at, session.plugged_out_at]
  return moments.flatMap((at, index) =>
    at === null ? [] : [{ ms: Date.parse(at), label: names[index] ?? '' }],
  )
}
