import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import type { ReminderView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useAccountNames } from '../shell/accountNames.ts'
import { useOpen } from '../shell/useOpen.ts'
import { costOf } from './cost.ts'

type Asked = NonNullable<QueryOf<'GET /api/v1/reminders'>>['state']

/** What went out to whoever paid late, newest first; what is due for a reminder now is one press away. */
export function RemindersPage() {
  const pages = useWords(shell)
  const t = useWords(reminders)
  const openRow = useOpen('/reminders/$id')
  const [filters] = useFilters()
  const { id } = useParams({ strict: false })
  const match = useMatchRoute()
  const open = (['/reminders/due', '/reminders/settings', '/reminders/$id'] as const).some(
    (to) => match({ to }) !== false,
  )
  const found = usePages('GET /api/v1/reminders', {
    query: { state: filters.state as Asked, account: filters.account },
  })
  const list = (
    <Page
      title={pages('reminders')}
      actions={
        <>
          <FilterBar
            filters={[
              {
                name: 'state',
                label: t('state'),
                options: (['standing', 'waived'] as const).map((one) => ({ value: one, label: t(one) })),
              },
            ]}
          />
          <Ways />
        </>
      }
    >
      <List
        boxed
        label={pages('reminders')}
        columns={useColumns()}
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

function Ways() {
  const t = useWords(reminders)
  const may = useMay()('billing:write')
  return (
    <>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/reminders/settings" search={(before) => before} {...props} />}
      >
        {t('settings')}
      </Button>
      {may && (
        <Button renderRoot={(props) => <Link to="/reminders/due" search={(before) => before} {...props} />}>
          {t('due')}
        </Button>
      )}
    </>
  )
}

function useColumns(): Column<ReminderView>[] {
  const t = useWords(reminders)
  const nameOf = useAccountNames()
  return [
    {
      name: 'account',
      head: t('account'),
      width: 'minmax(140px, 2fr)',
      cell: (one) => <strong>{nameOf(one.account_id)}</strong>,
    },
    { name: 'level', head: t('level'), width: '56px', right: true, cell: (one) => one.level },
    {
      name: 'made_on',
      head: t('sentOn'),
      width: '110px',
      wide: true,
      cell: (one) => <Day of={one.made_on} />,
    },
    {
      name: 'cost',
      head: t('cost'),
      width: '110px',
      right: true,
      wide: true,
      cell: (one) => <Money of={costOf(one)} currency={one.currency} />,
    },
    {
      name: 'total',
      head: t('total'),
      width: '110px',
      right: true,
      cell: (one) => <Money of={one.total} currency={one.currency} />,
    },
    {
      name: 'state',
      head: t('state'),
      width: '120px',
      wide: true,
      cell: (one) => <State state={one.state === 'waived' ? 'closed' : 'sent'} word={t(one.state)} />,
    },
  ]
}
