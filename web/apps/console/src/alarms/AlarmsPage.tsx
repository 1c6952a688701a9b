import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { AlarmView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { alarms } from '@wattfleet/words/alarms.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'

/** What must be known now; what is closed is one filter away. */
export function AlarmsPage() {
  const pages = useWords(shell)
  const t = useWords(alarms)
  const may = useMay()
  const [filters] = useFilters()
  const openRow = useOpen('/alarms/$id')
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/alarms/$id' }) !== false
  const columns = useColumns()
  const found = usePages('GET /api/v1/alarms', { query: asked(filters) }, { everyMs: 5000 })
  const list = (
    <Page
      title={pages('alarms')}
      actions={
        <>
          <FilterBar filters={useAlarmFilters()}>
            <Views list="alarms" columns={columns} />
          </FilterBar>
          {may('setup:write') && (
            <Link to="/channels" style={{ color: 'var(--wf-accent)' }}>
              {t('channels')}
            </Link>
          )}
        </>
      }
    >
      <List
        boxed
        label={pages('alarms')}
        keep="alarms"
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => openRow(one.id)}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function asked({ state = 'open', severity, sort }: Filters) {
  return {
    state: state as AlarmView['state'],
    severity: severity as AlarmView['severity'] | undefined,
    sort,
  }
}

function useAlarmFilters(): Filter[] {
  const t = useWords(alarms)
  return [
    {
      name: 'state',
      label: t('state'),
      options: (['open', 'closed'] as const).map((one) => ({ value: one, label: t(one) })),
    },
    {
      name: 'severity',
      label: t('severity'),
      options: (['problem', 'warning'] as const).map((one) => ({ value: one, label: t(one) })),
    },
  ]
}

function useColumns(): Column<AlarmView>[] {
  const t = useWords(alarms)
  const word = useWordFor(alarms)
  return [
    {
      name: 'code',
      head: t('alarm'),
      width: 'minmax(170px, 2fr)',
      cell: (one) => (
        <State
          state={one.severity === 'problem' ? 'faulted' : 'preparing'}
          word={<strong>{word(one.code)}</strong>}
        />
      ),
    },
    {
      name: 'subject',
      head: t('subject'),
      width: 'minmax(110px, 1fr)',
      cell: (one) => one.subject,
    },
    {
      name: 'owner',
      wide: true,
      head: t('owner'),
      width: 'minmax(90px, 1fr)',
      cell: (one) => one.owner || one.acknowledged_by || '—',
    },
    {
      name: 'since',
      head: t('since'),
      width: '110px',
      right: true,
      cell: (one) => <When at={one.since} as="ago" />,
    },
  ]
}
