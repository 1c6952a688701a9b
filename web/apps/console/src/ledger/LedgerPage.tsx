import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { BalanceView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'
import classes from './ledger.module.css'
import { asked, KINDS, useAccountName } from './names.ts'

/** What each ledger account comes to at the end of a day; each opens to its postings. */
export function LedgerPage() {
  const pages = useWords(shell)
  const t = useWords(ledger)
  const kind = useWordFor(ledger, 'of_')
  const [filters] = useFilters()
  const openRow = useOpen('/ledger/$account')
  const { account } = useParams({ strict: false })
  const match = useMatchRoute()
  const open = (['/ledger/lock', '/ledger/export', '/ledger/chart', '/ledger/$account'] as const).some(
    (to) => match({ to }) !== false,
  )
  const query = { on: filters.on, account: asked(filters.kind) }
  const found = usePages('GET /api/v1/ledger/balances', { query })
  const list = (
    <Page title={pages('ledger')} note={<Closed />} actions={<Ways />}>
      <FilterBar
        filters={[
          {
            name: 'kind',
            label: t('kind'),
            options: KINDS.map((one) => ({ value: one, label: kind(one) })),
          },
        ]}
      >
        <AtDay />
      </FilterBar>
      <List
        boxed
        label={pages('ledger')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => `${one.account} ${one.currency}`}
        chosen={found.items
          .filter((one) => one.account === account)
          .map((one) => `${one.account} ${one.currency}`)
          .at(0)}
        onOpen={(one) => openRow(one.account)}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
      <small className={classes.dim}>{t('debitHow')}</small>
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function AtDay() {
  const t = useWords(ledger)
  const [filters, set] = useFilters()
  return (
    <div className={classes.at}>
      <DayField
        aria-label={t('at')}
        title={t('at')}
        value={filters.on ?? ''}
        onChange={(next) => set('on', next)}
      />
      <span className={classes.dim}>{filters.on ? '' : t('now')}</span>
    </div>
  )
}

function Closed() {
  const t = useWords(ledger)
  const lock = useCall('GET /api/v1/ledger/lock', {})
  if (!lock.data?.until) return null
  return (
    <span>
      {t('closedTo')} <Day of={lock.data.until} />
    </span>
  )
}

function Ways() {
  const t = useWords(ledger)
  const may = useMay()
  const search = ((before: Filters) => before) as never
  return (
    <>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/ledger/export" search={search} {...props} />}
      >
        {t('export')}
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/ledger/chart" search={search} {...props} />}
      >
        {t('chart')}
      </Button>
      {may('billing:write') && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/ledger/lock" search={search} {...props} />}
        >
          {t('lock')}
        </Button>
      )}
    </>
  )
}

function useColumns(): Column<BalanceView>[] {
  const t = useWords(ledger)
  const nameOf = useAccountName()
  return [
    {
      name: 'account',
      head: t('account'),
      width: 'minmax(150px, 2fr)',
      cell: (one) => <strong>{nameOf(one.account)}</strong>,
    },
    {
      name: 'balance',
      head: t('balance'),
      width: '140px',
      right: true,
      cell: (one) => <Money of={one.balance} currency={one.currency} />,
    },
    {
      name: 'side',
      head: '',
      width: '70px',
      wide: true,
      cell: (one) =>
        Number(one.balance) === 0 ? '' : one.balance.startsWith('-') ? t('credit') : t('debit'),
    },
  ]
}
