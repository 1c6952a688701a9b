import { Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { InboxView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { inbox } from '@wattfleet/words/inbox.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'

/** Stations that knock: why each was refused, and how it becomes ours. */
export function InboxPage() {
  const pages = useWords(shell)
  const t = useWords(inbox)
  const [filters] = useFilters()
  const navigate = useNavigate()
  const { identity } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/inbox/$identity' }) !== false
  const about = useCall('GET /api/v1/version', {})
  const found = usePages(
    'GET /api/v1/inbox',
    { query: { search: filters.search, sort: filters.sort } },
    { everyMs: 5000 },
  )
  const list = (
    <Page title={pages('inbox')} actions={<FilterBar search={t('searchIn')} filters={[]} />}>
      <List
        boxed
        label={pages('inbox')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.identity}
        chosen={identity}
        onOpen={(one) => void navigate({ to: '/inbox/$identity', params: { identity: one.identity } })}
        empty={
          <Empty title={t('emptyTitle')}>{t('empty', { url: `${about.data?.ocpp_url ?? ''}/ocpp/…` })}</Empty>
        }
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<InboxView>[] {
  const t = useWords(inbox)
  const word = useWordFor(inbox)
  return [
    {
      name: 'identity',
      head: t('identity'),
      width: 'minmax(130px, 1fr)',
      sort: 'identity',
      cell: (one) => <strong>{one.identity}</strong>,
    },
    { name: 'reason', head: t('reasonHead'), width: 'minmax(170px, 1.5fr)', cell: (one) => word(one.reason) },
    {
      name: 'attempts',
      wide: true,
      head: t('attempts'),
      width: '80px',
      right: true,
      sort: 'attempts',
      cell: (one) => one.attempts,
    },
    {
      name: 'last',
      wide: true,
      head: t('lastSeen'),
      width: '120px',
      right: true,
      sort: 'last_seen',
      cell: (one) => <When at={one.last_seen} as="ago" />,
    },
  ]
}
