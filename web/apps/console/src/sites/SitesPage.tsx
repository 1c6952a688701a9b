import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { SiteView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { setup } from '@wattfleet/words/setup.ts'
import { shell } from '@wattfleet/words/shell.ts'

/** Where stations stand; a site beside the list. */
export function SitesPage() {
  const pages = useWords(shell)
  const t = useWords(setup)
  const may = useMay()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/sites/$id' }) !== false
  const found = usePages('GET /api/v1/sites', { query: { search: filters.search, sort: filters.sort } })
  const make = may('sites:write') && (
    <Button renderRoot={(props) => <Link to="/sites/$id" params={{ id: 'new' }} {...props} />}>
      {t('newSite')}
    </Button>
  )
  const columns: Column<SiteView>[] = [
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(150px, 2fr)',
      sort: 'name',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'country', head: t('country'), width: '70px', cell: (one) => one.country },
    { name: 'zone', head: t('zone'), width: 'minmax(120px, 1fr)', cell: (one) => one.zone },
    { name: 'currency', head: t('currency'), width: '80px', cell: (one) => one.currency },
    { name: 'address', head: t('address'), width: 'minmax(120px, 2fr)', cell: (one) => one.address },
  ]
  const list = (
    <Page
      title={pages('sites')}
      actions={
        <>
          <FilterBar search={t('search')} filters={[]} />
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('sites')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/sites/$id', params: { id: one.id } })}
        empty={<Empty title={t('sitesEmpty')}>{t('sitesWill')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}
