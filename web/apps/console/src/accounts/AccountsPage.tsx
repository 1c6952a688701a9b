import { Button } from '@mantine/core'
import { Link, Outlet, useMatches, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { AccountView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'

type Kind = NonNullable<QueryOf<'GET /api/v1/accounts'>>['kind']

/** Who gets invoices. */
export function AccountsPage() {
  const pages = useWords(shell)
  const t = useWords(accounts)
  const may = useMay()
  const [filters] = useFilters()
  const openRow = useOpen('/accounts/$id')
  const { id } = useParams({ strict: false })
  const open = useMatches().some((one) => one.routeId.startsWith('/accounts/$id'))
  const columns = useColumns()
  const found = usePages('GET /api/v1/accounts', {
    query: { kind: filters.kind as Kind, search: filters.search, sort: filters.sort ?? 'name' },
  })
  const kinds: Filter = {
    name: 'kind',
    label: t('kind'),
    options: (['company', 'person', 'tenant'] as const).map((one) => ({ value: one, label: t(one) })),
  }
  const make = may('billing:write') && (
    <Button renderRoot={(props) => <Link to="/accounts/$id" params={{ id: 'new' }} {...props} />}>
      {t('make')}
    </Button>
  )
  const list = (
    <Page
      title={pages('accounts')}
      actions={
        <>
          <FilterBar search={t('searchIn')} filters={[kinds]}>
            <Views list="accounts" columns={columns} />
          </FilterBar>
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('accounts')}
        keep="accounts"
        columns={columns}
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

function useColumns(): Column<AccountView>[] {
  const t = useWords(accounts)
  const word = useWordFor(accounts)
  return [
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(150px, 2fr)',
      sort: 'name',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'number', head: t('number'), width: '90px', sort: 'number', cell: (one) => one.number },
    {
      name: 'state',
      wide: true,
      head: t('state'),
      width: '110px',
      cell: (one) =>
        one.on_hold ? <State state="on_hold" /> : <State state="available" word={t('active')} />,
    },
    {
      name: 'syntax',
      wide: true,
      head: t('syntax'),
      width: 'minmax(130px, 1fr)',
      cell: (one) => word(`as_${one.syntax}`),
    },
    { name: 'kind', wide: true, head: t('kind'), width: 'minmax(90px, 1fr)', cell: (one) => word(one.kind) },
    {
      name: 'town',
      wide: true,
      head: t('town'),
      width: 'minmax(90px, 1fr)',
      cell: (one) => one.address.town || '—',
    },
  ]
}
