import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { CollectionView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { collections } from '@wattfleet/words/collections.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'

type Asked = NonNullable<QueryOf<'GET /api/v1/collections'>>['state']

const MANDATE = ['mandate'] as const

/** The files of direct debits that were made, newest first. */
export function CollectionsPage() {
  const pages = useWords(shell)
  const t = useWords(collections)
  const may = useMay()
  const openRow = useOpen('/collections/$id')
  const [filters] = useFilters()
  const { id } = useParams({ strict: false })
  const match = useMatchRoute()
  const open = (['/collections/new', '/collections/$id'] as const).some((to) => match({ to }) !== false)
  const found = usePages('GET /api/v1/collections', {
    query: { state: filters.state as Asked, mandate: filters.mandate },
  })
  const make = may('billing:write') && (
    <Button renderRoot={(props) => <Link to="/collections/new" search={(before) => before} {...props} />}>
      {t('make')}
    </Button>
  )
  const list = (
    <Page
      title={pages('collections')}
      note={filters.mandate && t('ofMandate')}
      actions={
        <>
          <FilterBar
            also={MANDATE}
            filters={[
              {
                name: 'state',
                label: t('state'),
                options: (['made', 'cancelled'] as const).map((one) => ({ value: one, label: t(one) })),
              },
            ]}
          />
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('collections')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => openRow(one.id)}
        empty={
          <Empty title={t('emptyTitle')} action={make}>
            {t('empty')}
          </Empty>
        }
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<CollectionView>[] {
  const t = useWords(collections)
  return [
    {
      name: 'due_on',
      head: t('dueOn'),
      width: 'minmax(110px, 1fr)',
      cell: (one) => (
        <strong>
          <Day of={one.due_on} />
        </strong>
      ),
    },
    {
      name: 'state',
      head: t('state'),
      width: '120px',
      wide: true,
      cell: (one) => <State state={one.state === 'made' ? 'sent' : 'closed'} word={t(one.state)} />,
    },
    { name: 'debits', head: t('debits'), width: '110px', right: true, wide: true, cell: (one) => one.debits },
    {
      name: 'total',
      head: t('total'),
      width: '120px',
      right: true,
      cell: (one) => <Money of={one.total} currency={one.currency} />,
    },
    {
      name: 'made_at',
      head: t('madeAt'),
      width: '120px',
      wide: true,
      cell: (one) => <When at={one.made_at} />,
    },
  ]
}
