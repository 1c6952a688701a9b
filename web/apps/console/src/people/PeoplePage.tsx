import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { PersonView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import { roles } from '@wattfleet/words/roles.ts'
import { shell } from '@wattfleet/words/shell.ts'

/** Who works with this installation, and what each may. */
export function PeoplePage() {
  const pages = useWords(shell)
  const t = useWords(people)
  const role = useWordFor(roles)
  const may = useMay()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/people/$id' }) !== false
  const found = usePages('GET /api/v1/people', { query: { search: filters.search, sort: filters.sort } })
  const columns: Column<PersonView>[] = [
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(140px, 2fr)',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'role', head: t('role'), width: '110px', cell: (one) => role(one.role) },
    {
      name: 'email',
      wide: true,
      head: t('email'),
      width: 'minmax(140px, 2fr)',
      cell: (one) => one.email || '—',
    },
    {
      name: 'state',
      wide: true,
      head: t('state'),
      width: '110px',
      cell: (one) => (one.blocked ? t('blocked') : t('active')),
    },
    {
      name: 'since',
      wide: true,
      head: t('since'),
      width: '110px',
      right: true,
      cell: (one) => <When at={one.created_at} as="ago" />,
    },
  ]
  const add = may('people:write') && (
    <Button renderRoot={(props) => <Link to="/people/$id" params={{ id: 'new' }} {...props} />}>
      {t('add')}
    </Button>
  )
  const list = (
    <Page
      title={pages('people')}
      actions={
        <>
          <FilterBar search={t('name')} filters={[]} />
          {add}
        </>
      }
    >
      <List
        boxed
        label={pages('people')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/people/$id', params: { id: one.id } })}
        empty={
          <Empty title={t('emptyTitle')} action={add}>
            {t('empty')}
          </Empty>
        }
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}
