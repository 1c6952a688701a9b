import { Button } from '@mantine/core'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import type { AgedView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { shell } from '@wattfleet/words/shell.ts'

/** What is not paid yet, by account and age: what is late longest stands first. */
export function OpenItemsPage() {
  const pages = useWords(shell)
  const t = useWords(receivables)
  const may = useMay()
  const navigate = useNavigate()
  const { account } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/open-items/$account' }) !== false
  const found = usePages('GET /api/v1/open-items', {})
  const list = (
    <Page
      title={pages('openItems')}
      actions={
        may('billing:write') && (
          <>
            <Button variant="default" renderRoot={(props) => <Link to="/reminders/due" {...props} />}>
              {t('toReminders')}
            </Button>
            <Button variant="default" renderRoot={(props) => <Link to="/bank" {...props} />}>
              {t('toBank')}
            </Button>
          </>
        )
      }
    >
      <List
        boxed
        label={pages('openItems')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => `${one.account_id} ${one.currency}`}
        chosen={found.items
          .filter((one) => one.account_id === account)
          .map((one) => `${one.account_id} ${one.currency}`)
          .at(0)}
        onOpen={(one) => void navigate({ to: '/open-items/$account', params: { account: one.account_id } })}
        empty={<Empty title={t('emptyTitle')}>{t('empty')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<AgedView>[] {
  const t = useWords(receivables)
  const sum = (
    name: 'not_due' | 'late_30' | 'late_60' | 'late_90' | 'late_more' | 'credit' | 'total',
    head: string,
    wide = true,
  ): Column<AgedView> => ({
    name,
    head,
    width: '108px',
    right: true,
    wide,
    cell: (one) => (Number(one[name]) === 0 ? '—' : <Money of={one[name]} currency={one.currency} />),
  })
  return [
    {
      name: 'account',
      head: t('account'),
      width: 'minmax(140px, 2fr)',
      cell: (one) => <strong>{one.name}</strong>,
    },
    {
      name: 'oldest',
      head: t('oldest'),
      width: '110px',
      cell: (one) => <Day of={one.oldest_due_on} />,
    },
    sum('not_due', t('notDue')),
    sum('late_30', t('late30')),
    sum('late_60', t('late60')),
    sum('late_90', t('late90')),
    sum('late_more', t('lateMore')),
    sum('credit', t('credit')),
    sum('total', t('total'), false),
  ]
}
