import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { DisputeView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'
import { Ended } from './Ended.tsx'

const STATES = ['open', 'explained', 'rerated', 'credited', 'withdrawn'] as const

/** Disputes: what waits longest for its answer first, unless somebody sorts otherwise. */
export function DisputesPage() {
  const pages = useWords(shell)
  const t = useWords(disputes)
  const word = useWordFor(disputes, 'is_')
  const [filters] = useFilters()
  const openRow = useOpen('/disputes/$id')
  const { id } = useParams({ strict: false })
  const match = useMatchRoute()
  const open = (['/disputes/new', '/disputes/clock', '/disputes/$id'] as const).some(
    (to) => match({ to }) !== false,
  )
  const query = {
    state: filters.state as QueryOf<'GET /api/v1/disputes'>['state'],
    sort: filters.sort ?? (filters.state === 'open' ? 'due_at' : undefined),
  }
  const found = usePages('GET /api/v1/disputes', { query })
  const list = (
    <Page
      title={pages('disputes')}
      actions={
        <>
          <FilterBar
            filters={[
              {
                name: 'state',
                label: t('state'),
                options: STATES.map((one) => ({ value: one, label: word(one) })),
              },
            ]}
          />
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/disputes/clock" search={((before: Filters) => before) as never} {...props} />
            )}
          >
            {t('clock')}
          </Button>
        </>
      }
    >
      <List
        boxed
        label={pages('disputes')}
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

function useColumns(): Column<DisputeView>[] {
  const t = useWords(disputes)
  const word = useWordFor(disputes, 'is_')
  const by = useWordFor(disputes, 'by_')
  return [
    { name: 'state', head: t('state'), width: '130px', cell: (one) => <Ended dispute={one} /> },
    {
      name: 'about',
      head: t('about'),
      width: 'minmax(120px, 1fr)',
      cell: (one) => <strong>{word(one.about)}</strong>,
    },
    { name: 'side', head: t('side'), width: '110px', wide: true, cell: (one) => by(one.side) },
    {
      name: 'due',
      head: t('due'),
      width: '110px',
      sort: 'due_at',
      cell: (one) => <When at={one.closed_at === null ? one.due_at : null} />,
    },
    {
      name: 'text',
      head: t('text'),
      width: 'minmax(140px, 2fr)',
      wide: true,
      cell: (one) => one.text,
    },
  ]
}
