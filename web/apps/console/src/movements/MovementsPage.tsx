import { Button } from '@mantine/core'
import { Link, Outlet, useMatches, useParams } from '@tanstack/react-router'
import type { BankMovementView } from '@wattfleet/api/generated/shapes.ts'
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
import { movements } from '@wattfleet/words/movements.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useOpen } from '../shell/useOpen.ts'

export const STATES = ['waiting', 'matched', 'aside'] as const
export const LOOKS = { waiting: 'doubtful', matched: 'paid', aside: 'closed' } as const

/** What the bank told: without another word, what waits for a person. */
export function MovementsPage() {
  const pages = useWords(shell)
  const t = useWords(movements)
  const may = useMay()
  const openRow = useOpen('/movements/$id')
  const [filters] = useFilters()
  const { id } = useParams({ strict: false })
  const open = useMatches().some((one) => one.routeId.startsWith('/movements/$id'))
  const asked = filters.state ?? 'waiting'
  const found = usePages('GET /api/v1/movements', {
    query: { state: STATES.find((one) => one === asked), search: filters.search },
  })
  const read = may('billing:write') && (
    <Button renderRoot={(props) => <Link to="/bank" {...props} />}>{t('readFile')}</Button>
  )
  const inbox = asked === 'waiting' && !filters.search
  const list = (
    <Page
      title={pages('bank')}
      actions={
        <>
          <FilterBar
            search={t('searchIn')}
            filters={[
              {
                name: 'state',
                label: t('state'),
                options: [
                  ...STATES.map((one) => ({ value: one, label: t(one) })),
                  { value: 'all', label: t('every') },
                ],
              },
            ]}
          />
          {read}
        </>
      }
    >
      <List
        boxed
        label={pages('bank')}
        columns={useColumns()}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => openRow(one.id)}
        empty={
          <Empty title={t(inbox ? 'emptyTitle' : 'noneTitle')} action={inbox && read}>
            {t(inbox ? 'empty' : 'none')}
          </Empty>
        }
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<BankMovementView>[] {
  const t = useWords(movements)
  return [
    {
      name: 'party',
      head: t('party'),
      width: 'minmax(130px, 2fr)',
      cell: (one) => <strong>{one.party || '—'}</strong>,
    },
    { name: 'day', head: t('day'), width: '100px', wide: true, cell: (one) => <Day of={one.booked_on} /> },
    {
      name: 'told',
      head: t('told'),
      width: 'minmax(140px, 2fr)',
      wide: true,
      cell: (one) => [one.reference, one.text].filter(Boolean).join(' · ') || '—',
    },
    {
      name: 'amount',
      head: t('amount'),
      width: '110px',
      right: true,
      cell: (one) => <Money of={one.amount} currency={one.currency} />,
    },
    {
      name: 'left',
      head: t('left'),
      width: '100px',
      right: true,
      wide: true,
      cell: (one) => <Money of={one.left} currency={one.currency} />,
    },
    {
      name: 'state',
      head: t('state'),
      width: '140px',
      wide: true,
      cell: (one) => <State state={LOOKS[one.state]} word={t(one.state)} />,
    },
  ]
}
