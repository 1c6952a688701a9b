import { useNavigate } from '@tanstack/react-router'
import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { ManyBar } from '@wattfleet/ui/list/Many.tsx'
import { usePicked } from '@wattfleet/ui/list/picked.ts'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { withCars } from '@wattfleet/ui/state/cars.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { stateOf } from '@wattfleet/ui/state/station.ts'
import { useCars } from '@wattfleet/ui/state/useStations.ts'
import { commands } from '@wattfleet/words/commands.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { stations } from '@wattfleet/words/stations.ts'
import { isAsking } from '../shell/asking.ts'
import { useStationDeeds } from './manyStations.ts'

const ASK = ['ask'] as const
const identityOf = (one: StationView) => one.identity

/** All stations, by any filter; a click leads to the station's own page. */
export function StationList() {
  const pages = useWords(shell)
  const t = useWords(stations)
  const [filters] = useFilters()
  const navigate = useNavigate()
  const found = usePages('GET /api/v1/stations', { query: asked(filters) })
  const columns = useColumns()
  const command = useWords(commands)
  const picked = usePicked(found.items)
  const may = useMay()
  return (
    <Page
      title={pages('stations')}
      note={isAsking(filters.ask) && t('chooseFor', { command: command(filters.ask) })}
      actions={
        <FilterBar search={t('searchIn')} filters={useStationFilters()} also={ASK}>
          <Views list="stations" columns={columns} />
        </FilterBar>
      }
    >
      <ManyBar
        picked={picked}
        pages={found}
        nameOf={identityOf}
        deeds={useStationDeeds()}
        after={() => found.refetch()}
      />
      <List
        boxed
        label={pages('stations')}
        keep="stations"
        columns={columns}
        picked={may('commands:write') ? picked : undefined}
        nameOf={identityOf}
        pages={found}
        idOf={(one) => one.id}
        onOpen={(one) =>
          void navigate({
            to: '/stations/$identity',
            params: { identity: one.identity },
            search: { ask: filters.ask } as never,
          })
        }
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </Page>
  )
}

function asked({ search, site, access, connected, sort }: Filters) {
  return {
    search,
    site,
    access: access as StationView['access'] | undefined,
    connected: connected === undefined ? undefined : connected === 'true',
    sort,
  }
}

function useStationFilters(): Filter[] {
  const t = useWords(stations)
  const sites = usePages('GET /api/v1/sites', {})
  return [
    {
      name: 'connected',
      label: t('connection'),
      options: [
        { value: 'true', label: t('connected') },
        { value: 'false', label: t('offline') },
      ],
    },
    {
      name: 'access',
      label: t('kind'),
      options: (['public', 'private', 'home'] as const).map((one) => ({ value: one, label: t(one) })),
    },
    {
      name: 'site',
      label: t('site'),
      options: sites.items.map((one) => ({ value: one.id, label: one.name })),
    },
  ]
}

function useColumns(): Column<StationView>[] {
  const t = useWords(stations)
  const kind = useWordFor(stations)
  const sites = usePages('GET /api/v1/sites', {})
  const cars = useCars()
  const site = (id: string) => sites.items.find((one) => one.id === id)?.name ?? ''
  return [
    {
      name: 'identity',
      head: t('station'),
      width: 'minmax(150px, 1.4fr)',
      sort: 'identity',
      cell: (one) => <strong>{one.identity}</strong>,
    },
    {
      name: 'state',
      head: t('status'),
      width: '150px',
      cell: (one) => <State state={stateOf(withCars(one, cars))} />,
    },
    { name: 'site', wide: true, head: t('site'), width: 'minmax(120px, 1fr)', cell: (one) => site(one.site) },
    { name: 'kind', wide: true, head: t('kind'), width: '84px', cell: (one) => kind(one.access) },
    {
      name: 'model',
      wide: true,
      head: t('model'),
      width: 'minmax(130px, 1fr)',
      cell: (one) => [one.vendor, one.model].filter(Boolean).join(' '),
    },
    { name: 'firmware', wide: true, head: t('firmware'), width: '110px', cell: (one) => one.firmware },
    { name: 'ocpp', wide: true, head: t('protocol'), width: '84px', cell: (one) => one.ocpp },
    {
      name: 'seen',
      wide: true,
      head: t('seen'),
      width: '120px',
      right: true,
      cell: (one) => <When at={one.seen_at} as="ago" />,
    },
  ]
}
