import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { TariffView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { sentencesOf } from './sentences.ts'

/** The tariffs, each in one line of what it says. */
export function TariffsPage() {
  const pages = useWords(shell)
  const t = useWords(tariffs)
  const may = useMay()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/tariffs/$id' }) !== false
  const found = usePages('GET /api/v1/tariffs', { query: { search: filters.search, sort: filters.sort } })
  const make = may('tariffs:write') && (
    <Button renderRoot={(props) => <Link to="/tariffs/$id" params={{ id: 'new' }} {...props} />}>
      {t('make')}
    </Button>
  )
  const list = (
    <Page
      title={pages('tariffs')}
      actions={
        <>
          <FilterBar search={t('searchIn')} filters={[]} />
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('tariffs')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/tariffs/$id', params: { id: one.id } })}
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

function useColumns(): Column<TariffView>[] {
  const t = useWords(tariffs)
  const { locale } = useLanguage()
  return [
    {
      name: 'name',
      head: t('tariff'),
      width: 'minmax(140px, 1fr)',
      sort: 'name',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'currency', wide: true, head: t('currency'), width: '70px', cell: (one) => one.currency },
    {
      name: 'says',
      head: t('says'),
      width: 'minmax(170px, 3fr)',
      cell: (one) =>
        sentencesOf(one, t, locale)
          .flatMap((part) => part.prices)
          .join(' · '),
    },
  ]
}
