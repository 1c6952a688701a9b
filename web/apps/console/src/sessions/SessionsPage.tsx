import { Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { SessionView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { useSites } from '@wattfleet/ui/show/place.ts'
import { Energy, Lasting, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { sessionState } from '@wattfleet/ui/state/cars.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { states } from '@wattfleet/words/states.ts'
import { useMemo } from 'react'
import { useOpen } from '../shell/useOpen.ts'
import { flagNames } from './flags.ts'
import { NARROWING, Narrowed } from './Narrowed.tsx'

/** Sessions, running and past; one of them is looked at beside the list. */
export function SessionsPage() {
  const pages = useWords(shell)
  const t = useWords(sessions)
  const [filters] = useFilters()
  const openRow = useOpen('/sessions/$id')
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/sessions/$id' }) !== false
  const columns = useColumns()
  const found = usePages('GET /api/v1/sessions', { query: asked(filters) })
  const list = (
    <Page
      title={pages('sessions')}
      actions={
        <FilterBar filters={useSessionFilters()} also={NARROWING}>
          <Narrowed />
          <Views list="sessions" columns={columns} />
        </FilterBar>
      }
    >
      <List
        boxed
        label={pages('sessions')}
        keep="sessions"
        columns={columns}
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

function asked({
  state,
  site,
  station,
  flag,
  token,
  ended_from,
  ended_to,
  sort,
}: Filters): QueryOf<'GET /api/v1/sessions'> {
  return {
    state: state as SessionView['state'] | undefined,
    flag: flag as QueryOf<'GET /api/v1/sessions'>['flag'],
    site,
    station,
    token,
    ended_from,
    ended_to,
    sort,
  }
}

function useSessionFilters(): Filter[] {
  const t = useWords(sessions)
  const state = useWords(states)
  const word = useWordFor(sessions)
  const sites = useSites()
  return [
    {
      name: 'state',
      label: t('status'),
      options: (['active', 'closed', 'review', 'written_off'] as const).map((one) => ({
        value: one,
        label: state(one),
      })),
    },
    { name: 'site', label: t('site'), options: sites.map((one) => ({ value: one.id, label: one.name })) },
    { name: 'flag', label: t('flags'), options: flagNames.map((one) => ({ value: one, label: word(one) })) },
  ]
}

function useColumns(): Column<SessionView>[] {
  const t = useWords(sessions)
  const word = useWordFor(sessions)
  return useMemo(
    () => [
      {
        name: 'state',
        head: t('status'),
        width: '140px',
        cell: (one) => <State state={sessionState(one)} />,
      },
      {
        name: 'station',
        head: t('station'),
        width: 'minmax(100px, 1.2fr)',
        cell: (one) => <strong>{one.station}</strong>,
      },
      {
        name: 'started',
        wide: true,
        head: t('started'),
        width: '130px',
        sort: 'started_at',
        cell: (one) => <When at={one.started_at} />,
      },
      {
        name: 'lasted',
        wide: true,
        head: t('lasted'),
        width: '100px',
        right: true,
        cell: (one) => <Lasting from={one.started_at} to={one.ended_at} />,
      },
      {
        name: 'energy',
        head: t('kwh'),
        width: '90px',
        right: true,
        sort: 'energy',
        cell: (one) => <Energy wh={one.energy_wh} unit={false} />,
      },
      {
        name: 'cost',
        head: t('cost'),
        width: '110px',
        right: true,
        cell: (one) =>
          one.cost ? (
            <Money of={one.cost.amount} currency={one.cost.currency} />
          ) : (
            word(one.cost_reason === 'not_sold' ? 'notSold' : (one.cost_reason ?? 'noPrice'))
          ),
      },
      {
        name: 'card',
        head: t('card'),
        width: 'minmax(110px, 1fr)',
        wide: true,
        cell: (one) => one.token ?? '—',
      },
      {
        name: 'flags',
        head: t('flags'),
        width: 'minmax(140px, 2fr)',
        wide: true,
        cell: (one) => (
          <span style={{ color: 'var(--wf-state-doubtful)' }}>{one.flags.map(word).join(', ')}</span>
        ),
      },
    ],
    [t, word],
  )
}
