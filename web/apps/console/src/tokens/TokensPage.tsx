import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router'
import { call } from '@wattfleet/api/call.ts'
import type { TokenView } from '@wattfleet/api/generated/shapes.ts'
import { refresh, usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Split } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { ManyBar } from '@wattfleet/ui/list/Many.tsx'
import { usePicked } from '@wattfleet/ui/list/picked.ts'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { roles } from '@wattfleet/words/roles.ts'
import { setup } from '@wattfleet/words/setup.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useMemo } from 'react'

const BLOCK = {
  word: 'block',
  consequence: 'consequenceBlock',
  leaveOut: (one: TokenView) => (one.state === 'blocked' ? 'blocked' : null),
} as const

async function block({ id, version }: TokenView, text: string) {
  await call('PATCH /api/v1/tokens/{id}', { path: { id }, version, body: { state: 'blocked' } })
  return { text, good: true }
}

const uidOf = (one: TokenView) => one.uid

/** Cards and their groups. */
export function TokensPage() {
  const pages = useWords(shell)
  const t = useWords(setup)
  const may = useMay()
  const done = useWords(many)('done')
  const cache = useQueryClient()
  const [{ search, sort, state, seen }] = useFilters()
  const navigate = useNavigate()
  const { id } = useParams({ strict: false })
  const open = useMatchRoute()({ to: '/tokens/$id' }) !== false
  const query = {
    search,
    sort,
    state: state as TokenView['state'] | undefined,
    seen_unknown: seen ? true : undefined,
  }
  const found = usePages('GET /api/v1/tokens', { query })
  const columns = useColumns()
  const picked = usePicked(found.items)
  const filters: Filter[] = [
    {
      name: 'state',
      label: t('state'),
      options: (['valid', 'blocked'] as const).map((one) => ({ value: one, label: t(one) })),
    },
    { name: 'seen', label: t('kind'), options: [{ value: 'true', label: t('unknownCard') }] },
  ]
  const list = (
    <Page
      title={pages('tokens')}
      actions={
        <>
          <FilterBar search={t('search')} filters={filters}>
            <Views list="tokens" columns={columns} />
          </FilterBar>
          {may('tokens:write') && (
            <Button renderRoot={(props) => <Link to="/tokens/$id" params={{ id: 'new' }} {...props} />}>
              {t('newCard')}
            </Button>
          )}
        </>
      }
    >
      <ManyBar
        picked={picked}
        pages={found}
        nameOf={uidOf}
        deeds={[{ ...BLOCK, run: (one) => block(one, done) }]}
        after={() => refresh(cache, ['/api/v1/tokens'])}
      />
      <List
        boxed
        keep="tokens"
        picked={may('tokens:write') ? picked : undefined}
        nameOf={uidOf}
        label={pages('tokens')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        chosen={id}
        onOpen={(one) => void navigate({ to: '/tokens/$id', params: { id: one.id } })}
        empty={<Empty title={t('cardsEmpty')}>{t('cardsWill')}</Empty>}
      />
    </Page>
  )
  return <Split list={list} detail={open ? <Outlet /> : null} />
}

function useColumns(): Column<TokenView>[] {
  const t = useWords(setup)
  const kind = useWordFor(roles)
  return useMemo(
    () => [
      {
        name: 'uid',
        head: t('uid'),
        width: 'minmax(130px, 1.4fr)',
        cell: (one) => <strong>{one.uid}</strong>,
      },
      {
        name: 'state',
        head: t('state'),
        width: '150px',
        cell: (one) =>
          one.seen_unknown ? (
            <State state="doubtful" word={t('unknownCard')} />
          ) : (
            <State state={one.state === 'valid' ? 'available' : 'unavailable'} word={t(one.state)} />
          ),
      },
      { name: 'group', head: t('group'), width: 'minmax(90px, 1fr)', cell: (one) => one.group },
      { name: 'driver', head: t('driver'), width: 'minmax(90px, 1fr)', cell: (one) => one.driver },
      { name: 'kind', head: t('kind'), width: '90px', cell: (one) => kind(one.kind) },
      {
        name: 'expires',
        head: t('expires'),
        width: '110px',
        right: true,
        cell: (one) => <When at={one.expires_at} />,
      },
    ],
    [t, kind],
  )
}
