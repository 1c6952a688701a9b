import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { InvoiceListView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { Day, Month } from '@wattfleet/ui/show/Books.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { lastMonths, monthText, today } from '@wattfleet/ui/show/days.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'
import { stateOf } from './stateOf.ts'

type Query = NonNullable<QueryOf<'GET /api/v1/invoices'>>

/** Invoices, drafts and credit notes; one of them is looked at beside the list. */
export function InvoicesPage() {
  const pages = useWords(shell)
  const t = useWords(invoices)
  const [filters] = useFilters()
  const openRow = useOpen('/invoices/$id')
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/invoices/$id' }) !== false
  const columns = useColumns()
  const found = usePages('GET /api/v1/invoices', { query: asked(filters, today(useNow())) })
  const toRuns = (
    <Link to="/invoice-runs" style={{ color: 'var(--wf-accent)' }}>
      {t('toRuns')}
    </Link>
  )
  const list = (
    <Page
      title={pages('invoices')}
      actions={
        <FilterBar search={t('searchIn')} filters={useInvoiceFilters(found.items[0])}>
          <Views list="invoices" columns={columns} />
        </FilterBar>
      }
    >
      <List
        boxed
        label={pages('invoices')}
        keep="invoices"
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => openRow(one.id)}
        empty={
          <Empty title={t('emptyTitle')} action={toRuns}>
            {t('empty')}
          </Empty>
        }
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function asked(filters: Filters, today: string): Query {
  const { search, state, kind, month, unpaid, account, run, sort } = filters
  return {
    number: search,
    state: state as Query['state'],
    kind: kind as Query['kind'],
    month,
    account,
    run,
    open: unpaid === undefined ? undefined : unpaid !== 'settled',
    due_before: unpaid === 'overdue' ? today : undefined,
    sort: sort ?? '-id',
  }
}

function useInvoiceFilters(shown: InvoiceListView | undefined): Filter[] {
  const t = useWords(invoices)
  const [{ account, run }] = useFilters()
  const { locale } = useLanguage()
  const months = lastMonths(useNow(), 14)
  // Where one came from an account or a run, that is a filter too, and can be taken off.
  const fixed = (name: string, value: string | undefined, label: string, said: string | undefined) =>
    value ? [{ name, label, options: [{ value, label: said ?? '…' }] }] : []
  return [
    ...fixed('account', account, t('customer'), shown?.account),
    ...fixed('run', run, t('run'), shown && monthText(shown.month, locale)),
    {
      name: 'state',
      label: t('state'),
      options: (['draft', 'issued', 'credited'] as const).map((one) => ({ value: one, label: t(one) })),
    },
    {
      name: 'unpaid',
      label: t('unpaid'),
      options: [
        { value: 'open', label: t('onlyOpen') },
        { value: 'overdue', label: t('onlyOverdue') },
        { value: 'settled', label: t('onlySettled') },
      ],
    },
    {
      name: 'kind',
      label: t('kind'),
      options: (['invoice', 'credit_note'] as const).map((one) => ({ value: one, label: t(one) })),
    },
    {
      name: 'month',
      label: t('month'),
      options: months.map((one) => ({ value: one, label: monthText(one, locale) })),
    },
  ]
}

function useColumns(): Column<InvoiceListView>[] {
  const t = useWords(invoices)
  const now = today(useNow())
  return [
    {
      name: 'number',
      head: t('number'),
      width: '96px',
      sort: 'number',
      cell: (one) => <strong className="wf-num">{one.number || '—'}</strong>,
    },
    {
      name: 'state',
      head: t('state'),
      width: 'minmax(112px, 1fr)',
      cell: (one) => <State state={stateOf(one, now)} />,
    },
    { name: 'account', head: t('customer'), width: 'minmax(90px, 2fr)', cell: (one) => one.account },
    {
      name: 'payable',
      head: t('payable'),
      width: '110px',
      right: true,
      wide: true,
      sort: 'payable',
      cell: (one) => (
        <Money of={one.kind === 'credit_note' ? `-${one.payable}` : one.payable} currency={one.currency} />
      ),
    },
    {
      name: 'open',
      wide: true,
      head: t('open'),
      width: '110px',
      right: true,
      cell: (one) => (Number(one.open) === 0 ? '—' : <Money of={one.open} currency={one.currency} />),
    },
    {
      name: 'month',
      wide: true,
      head: t('month'),
      width: 'minmax(160px, 1fr)',
      cell: (one) => <Month of={one.month} />,
    },
    {
      name: 'due',
      wide: true,
      head: t('dueOn'),
      width: '100px',
      sort: 'due_on',
      cell: (one) => <Day of={one.due_on} />,
    },
    {
      name: 'issued',
      wide: true,
      head: t('issuedOn'),
      width: '100px',
      sort: 'issued_on',
      cell: (one) => <Day of={one.issued_on} />,
    },
  ]
}
