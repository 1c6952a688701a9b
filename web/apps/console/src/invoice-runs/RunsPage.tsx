import { Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { RunView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Month, Nets } from '@wattfleet/ui/show/Books.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { isWorking, runState } from './runState.ts'
import { Start } from './Start.tsx'

/** The runs, newest first; a month is proposed above them. */
export function RunsPage() {
  const pages = useWords(shell)
  const t = useWords(runs)
  const may = useMay()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/invoice-runs/$id' }) !== false
  const found = usePages('GET /api/v1/invoice-runs', { query: { sort: filters.sort } })
  const list = (
    <Page title={pages('runs')}>
      {may('billing:write') && found.data !== undefined && (
        <Start
          key={filters.month ?? ''}
          first={filters.month}
          waits={found.items.find((one) => isWorking(one.state) || one.state === 'draft')}
        />
      )}
      <List
        boxed
        label={pages('runs')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/invoice-runs/$id', params: { id: one.id } })}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<RunView>[] {
  const t = useWords(runs)
  return [
    {
      name: 'month',
      head: t('month'),
      width: '140px',
      sort: 'month',
      cell: (one) => (
        <strong>
          <Month of={one.month} />
        </strong>
      ),
    },
    {
      name: 'state',
      head: t('state'),
      width: 'minmax(140px, 1fr)',
      cell: (one) => <State state={runState(one)} />,
    },
    {
      name: 'sum',
      head: t('sum'),
      width: 'minmax(110px, 1fr)',
      right: true,
      wide: true,
      cell: (one) => <Nets of={one.nets} />,
    },
    {
      name: 'issued',
      wide: true,
      head: t('issued'),
      width: '90px',
      right: true,
      cell: (one) => `${one.issued} / ${one.invoices}`,
    },
    {
      name: 'held',
      wide: true,
      head: t('held'),
      width: '110px',
      right: true,
      cell: (one) => (one.held === 0 ? '—' : one.held),
    },
    {
      name: 'made',
      wide: true,
      head: t('made'),
      width: '110px',
      right: true,
      cell: (one) => <When at={one.made_at} as="ago" />,
    },
  ]
}
