import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReportView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useReportWords } from './useReportWords.ts'

/** The reports that are saved: what each tells, when it goes out next, and whether it did. */
export function ReportsPage() {
  const pages = useWords(shell)
  const { t } = useReportWords()
  const may = useMay()
  const navigate = useNavigate()
  const [filters] = useFilters()
  const found = usePages('GET /api/v1/reports', {
    query: { search: filters.search, sort: filters.sort ?? 'name' },
  })
  const make = may('billing:write') && (
    <Button renderRoot={(props) => <Link to="/reports/$id" params={{ id: 'new' }} {...props} />}>
      {t('make')}
    </Button>
  )
  return (
    <Page
      title={pages('reports')}
      actions={
        <>
          <FilterBar search={t('searchIn')} filters={[]} />
          {make}
        </>
      }
    >
      <List
        boxed
        label={pages('reports')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        onOpen={(one) => void navigate({ to: '/reports/$id', params: { id: one.id } })}
        empty={
          <Empty title={t('emptyTitle')} action={make}>
            {t('empty')}
          </Empty>
        }
      />
    </Page>
  )
}

function useColumns(): Column<ReportView>[] {
  const { t, days, tells, sends } = useReportWords()
  return [
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(140px, 2fr)',
      sort: 'name',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'period', head: t('period'), width: 'minmax(110px, 1fr)', cell: days },
    { name: 'tells', head: t('tells'), width: 'minmax(160px, 2fr)', wide: true, cell: tells },
    { name: 'sends', head: t('sends'), width: 'minmax(160px, 2fr)', wide: true, cell: sends },
    {
      name: 'next',
      head: t('nextRun'),
      width: '120px',
      wide: true,
      cell: (one) => <When at={one.next_at} />,
    },
    {
      name: 'last',
      head: t('lastRun'),
      width: '150px',
      wide: true,
      cell: (one) => (one.problem ? <State state="failed" word={t('failed')} /> : <When at={one.sent_at} />),
    },
  ]
}
