import type { ConnectionView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { Lasting, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'

/** When the station was connected, from where, for how long, and why each connection ended. */
export function Connections({ identity }: { identity: string }) {
  const t = useWords(words)
  const found = usePages(
    'GET /api/v1/stations/{identity}/connections',
    { path: { identity } },
    { everyMs: 10_000 },
  )
  const columns: Column<ConnectionView>[] = [
    { name: 'opened', head: t('when'), width: '140px', cell: (one) => <When at={one.opened_at} /> },
    {
      name: 'lasted',
      head: t('stayed'),
      width: '110px',
      right: true,
      cell: (one) => <Lasting from={one.opened_at} to={one.closed_at} />,
    },
    {
      name: 'why',
      head: t('ended'),
      width: 'minmax(180px, 2fr)',
      cell: (one) =>
        one.closed_at === null ? (
          <State state="connected" />
        ) : one.why ? (
          <Said text={one.why} from={troubles} />
        ) : (
          '—'
        ),
    },
    { name: 'address', wide: true, head: t('address'), width: '150px', cell: (one) => one.address },
    { name: 'speaks', wide: true, head: t('speaks'), width: '100px', cell: (one) => one.subprotocol },
    {
      name: 'software',
      wide: true,
      head: t('software'),
      width: 'minmax(120px, 1fr)',
      cell: (one) => one.user_agent,
    },
  ]
  return (
    <List
      boxed
      label={t('connections')}
      columns={columns}
      pages={found}
      idOf={(one) => String(one.epoch)}
      empty={<Empty title={t('noHistory')}>{t('historyWill')}</Empty>}
    />
  )
}
