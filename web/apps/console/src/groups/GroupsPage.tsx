import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { GroupView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { groups } from '@wattfleet/words/groups.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { conditions } from './sentence.ts'
import { useTariffNames } from './tariffs.ts'

/** The tariff groups, each with what its rules choose. */
export function GroupsPage() {
  const pages = useWords(shell)
  const t = useWords(groups)
  const may = useMay()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/tariff-groups/$id' }) !== false
  const query = { search: filters.search, sort: filters.sort }
  const found = usePages('GET /api/v1/tariff-groups', { query })
  const make = may('tariffs:write') && (
    <Button renderRoot={(props) => <Link to="/tariff-groups/$id" params={{ id: 'new' }} {...props} />}>
      {t('make')}
    </Button>
  )
  const list = (
    <Page
      title={pages('tariffGroups')}
      actions={
        <>
          <FilterBar search={t('searchIn')} filters={[]} />
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('tariffGroups')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/tariff-groups/$id', params: { id: one.id } })}
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

function useColumns(): Column<GroupView>[] {
  const t = useWords(groups)
  const { locale } = useLanguage()
  const nameOf = useTariffNames()
  return [
    {
      name: 'name',
      head: t('group'),
      width: 'minmax(120px, 1fr)',
      sort: 'name',
      cell: (one) => <strong>{one.name}</strong>,
    },
    {
      name: 'rules',
      head: t('rules'),
      width: 'minmax(170px, 3fr)',
      cell: (one) =>
        one.rules.map((rule) => `${nameOf(rule.tariff_id)}: ${conditions(rule, t, locale)}`).join('; '),
    },
  ]
}
