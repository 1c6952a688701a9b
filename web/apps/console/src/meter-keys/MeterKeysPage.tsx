import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { MeterKeyView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'
import classes from './meterKeys.module.css'
import { Since, Standing } from './Standing.tsx'
import { inFours } from './standing.ts'

const STATES = ['seen', 'approved', 'revoked'] as const

/** The keys of all meters: what waits for a person, what proves something, what no longer does. */
export function MeterKeysPage() {
  const pages = useWords(shell)
  const t = useWords(meters)
  const [filters] = useFilters()
  const openRow = useOpen('/meter-keys/$id')
  const { id } = useParams({ strict: false })
  const match = useMatchRoute()
  const open = (['/meter-keys/new', '/meter-keys/$id'] as const).some((to) => match({ to }) !== false)
  const query = {
    station: filters.station,
    state: filters.state as QueryOf<'GET /api/v1/meter-keys'>['state'],
    sort: filters.sort,
  }
  const found = usePages('GET /api/v1/meter-keys', { query })
  const ofStation = found.items.map((one) => one.station)
  const named = [...new Set(filters.station ? [filters.station, ...ofStation] : ofStation)].sort()
  const list = (
    <Page title={pages('meterKeys')} actions={<Make station={filters.station} />}>
      <FilterBar
        filters={[
          {
            name: 'state',
            label: t('state'),
            options: STATES.map((one) => ({ value: one, label: t(`state_${one}`) })),
          },
          {
            name: 'station',
            label: t('station'),
            options: named.map((one) => ({ value: one, label: one })),
          },
        ]}
      />
      <List
        boxed
        label={pages('meterKeys')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => openRow(one.id)}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function Make({ station }: { station: string | undefined }) {
  const t = useWords(meters)
  const may = useMay()
  if (!may('stations:write')) return null
  return (
    <Button renderRoot={(props) => <Link to="/meter-keys/new" search={{ station } as never} {...props} />}>
      {t('make')}
    </Button>
  )
}

function useColumns(): Column<MeterKeyView>[] {
  const t = useWords(meters)
  return [
    {
      name: 'station',
      head: t('station'),
      width: 'minmax(110px, 1.2fr)',
      cell: (one) => <strong>{one.station}</strong>,
    },
    { name: 'state', head: t('state'), width: '170px', cell: (one) => <Standing of={one} /> },
    {
      name: 'meter',
      head: t('meter'),
      width: 'minmax(120px, 1.4fr)',
      cell: (one) => one.meter || <span className={classes.dim}>{t('anyMeter')}</span>,
    },
    {
      name: 'evse',
      head: t('evse'),
      width: '70px',
      wide: true,
      cell: (one) => (one.evse === 0 ? t('allEvses') : one.evse),
    },
    {
      name: 'from',
      head: t('from'),
      width: '120px',
      sort: 'valid_from',
      cell: (one) => <Of of={one} />,
    },
    { name: 'until', head: t('until'), width: '120px', wide: true, cell: (one) => <Until of={one} /> },
    {
      name: 'fingerprint',
      head: t('fingerprint'),
      width: 'minmax(110px, 1fr)',
      wide: true,
      cell: (one) => <code title={one.fingerprint}>{inFours(one.fingerprint.slice(0, 16))}</code>,
    },
  ]
}

function Of({ of }: { of: MeterKeyView }) {
  return <Since of={of} zone={useZoneOf(of.station)} />
}

function Until({ of }: { of: MeterKeyView }) {
  return <When at={of.valid_until} zone={useZoneOf(of.station)} />
}
