import { Tabs } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useLive } from '@wattfleet/live/live.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { withCars } from '@wattfleet/ui/state/cars.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { stateOf } from '@wattfleet/ui/state/station.ts'
import { useCars } from '@wattfleet/ui/state/useStations.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'
import { stations } from '@wattfleet/words/stations.ts'
import { lazy, type ReactNode, Suspense } from 'react'
import { CommandBar } from './CommandBar.tsx'
import { Now } from './Now.tsx'
import { Orders } from './Orders.tsx'
import classes from './stations.module.css'

const Messages = lazy(() => import('./Messages.tsx').then((one) => ({ default: one.Messages })))
const Configuration = lazy(() =>
  import('./Configuration.tsx').then((one) => ({ default: one.Configuration })),
)
const Profiles = lazy(() => import('./Profiles.tsx').then((one) => ({ default: one.Profiles })))
const History = lazy(() => import('./History.tsx').then((one) => ({ default: one.History })))

const TABS = ['live', 'commands', 'messages', 'configuration', 'profiles', 'history'] as const
type Tab = (typeof TABS)[number]

/** One station: what it does now, what we ask of it, what it said. */
export function StationPage() {
  const { identity } = useParams({ from: '/stations/$identity' })
  const query = useCall('GET /api/v1/stations/{identity}', { path: { identity } })
  const live = useLive('station', query.data?.identity ?? identity)
  const cars = useCars()
  if (query.data === undefined) return waiting(query)
  return <Known station={withCars(live ? { ...query.data, ...live } : query.data, cars)} />
}

function Known({ station }: { station: StationDetailView }) {
  const t = useWords(words)
  const [{ tab = 'live' }, setFilter] = useFilters()
  return (
    <Page
      title={station.name || station.identity}
      note={<Note station={station} />}
      actions={<CommandBar station={station} />}
    >
      <Tabs value={tab} onChange={(value) => setFilter('tab', value)} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Suspense>{PARTS[TABS.find((one) => one === tab) ?? 'live'](station)}</Suspense>
    </Page>
  )
}

const PARTS: Record<Tab, (station: StationDetailView) => ReactNode> = {
  live: (station) => <Now station={station} />,
  commands: (station) => <Orders identity={station.identity} />,
  messages: (station) => <Messages identity={station.identity} />,
  configuration: (station) => <Configuration station={station} />,
  profiles: (station) => <Profiles station={station} />,
  history: (station) => <History identity={station.identity} />,
}

function Note({ station }: { station: StationDetailView }) {
  const t = useWords(stations)
  return (
    <span style={{ display: 'inline-flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
      <State state={stateOf(station)} />
      {!station.connected && station.seen_at && (
        <span>
          {t('since')} <When at={station.seen_at} as="ago" />
        </span>
      )}
      <span>{[station.vendor, station.model].filter(Boolean).join(' ')}</span>
      {station.ocpp && <span>OCPP {station.ocpp}</span>}
    </span>
  )
}
