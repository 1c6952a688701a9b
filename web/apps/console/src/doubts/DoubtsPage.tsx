import { SegmentedControl } from '@mantine/core'
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { DoubtView, SessionView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { ManyBar } from '@wattfleet/ui/list/Many.tsx'
import { usePicked } from '@wattfleet/ui/list/picked.ts'
import { Energy, When } from '@wattfleet/ui/show/Values.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { nameOfFact, nameOfReview, useFactDeeds, useReviewDeeds } from './manyDoubts.ts'

/** What nobody may bill before a person has decided: sessions in review, and facts that fit no session. */
export function DoubtsPage() {
  const pages = useWords(shell)
  const t = useWords(doubts)
  const [{ what = 'sessions' }, setFilter] = useFilters()
  const open = useMatches().some((one) => one.routeId === '/doubts/$id' || one.routeId.endsWith('$session'))
  const choice = (
    <SegmentedControl
      aria-label={t('which')}
      value={what}
      onChange={(value) => setFilter('what', value)}
      data={[
        { value: 'sessions', label: t('sessions') },
        { value: 'facts', label: t('facts') },
      ]}
    />
  )
  const list = (
    <Page title={pages('doubts')} actions={choice}>
      {what === 'facts' ? <Facts /> : <Reviews />}
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function Facts() {
  const t = useWords(doubts)
  const word = useWordFor(sessions)
  const state = useWordFor(doubts)
  const navigate = useNavigate()
  const [filters] = useFilters()
  const found = usePages('GET /api/v1/doubts', {
    query: { state: (filters.state ?? 'open') as QueryOf<'GET /api/v1/doubts'>['state'], sort: filters.sort },
  })
  const filter: Filter = {
    name: 'state',
    label: t('state'),
    options: (['open', 'resolved', 'dismissed'] as const).map((one) => ({ value: one, label: t(one) })),
  }
  const picked = usePicked(found.items)
  const deeds = useFactDeeds()
  const may = useMay()
  const columns: Column<DoubtView>[] = [
    {
      name: 'at',
      wide: true,
      head: t('at'),
      width: '130px',
      sort: 'at',
      cell: (one) => <When at={one.at} />,
    },
    {
      name: 'station',
      head: t('station'),
      width: 'minmax(110px, 1fr)',
      cell: (one) => <strong>{one.station}</strong>,
    },
    { name: 'rule', head: t('rule'), width: 'minmax(120px, 2fr)', cell: (one) => word(one.rule) },
    { name: 'state', head: t('state'), width: '90px', cell: (one) => state(one.state) },
  ]
  return (
    <>
      <FilterBar filters={[filter]} />
      <ManyBar
        picked={picked}
        pages={found}
        nameOf={nameOfFact}
        deeds={deeds}
        after={() => found.refetch()}
      />
      <List
        boxed
        picked={may('doubts:write') ? picked : undefined}
        nameOf={nameOfFact}
        label={t('facts')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        onOpen={(one) =>
          void navigate({ to: '/doubts/$id', params: { id: one.id }, search: (b: object) => b } as never)
        }
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </>
  )
}

function Reviews() {
  const t = useWords(doubts)
  const word = useWordFor(sessions)
  const navigate = useNavigate()
  const [filters] = useFilters()
  const found = usePages('GET /api/v1/sessions', { query: { state: 'review', sort: filters.sort } })
  const picked = usePicked(found.items)
  const deeds = useReviewDeeds()
  const may = useMay()
  const columns: Column<SessionView>[] = [
    {
      name: 'at',
      wide: true,
      head: t('at'),
      width: '130px',
      sort: 'started_at',
      cell: (one) => <When at={one.started_at} />,
    },
    {
      name: 'station',
      head: t('station'),
      width: 'minmax(100px, 1fr)',
      cell: (one) => <strong>{one.station}</strong>,
    },
    {
      name: 'rule',
      head: t('rule'),
      width: 'minmax(120px, 2fr)',
      cell: (one) => one.flags.map(word).join(' · '),
    },
    {
      name: 'energy',
      head: t('energy'),
      width: '80px',
      right: true,
      cell: (one) => <Energy wh={one.energy_wh} unit={false} />,
    },
  ]
  return (
    <>
      <ManyBar
        picked={picked}
        pages={found}
        nameOf={nameOfReview}
        deeds={deeds}
        after={() => found.refetch()}
      />
      <List
        boxed
        picked={may('doubts:write') ? picked : undefined}
        nameOf={nameOfReview}
        label={t('sessions')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        onOpen={(one) => void navigate({ to: '/doubts/sessions/$session', params: { session: one.id } })}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </>
  )
}
