import { usePages } from '@wattfleet/api/queries.ts'
import { CommandAnswer } from '@wattfleet/ui/frame/CommandAnswer.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Empty, waiting } from '@wattfleet/ui/frame/States.tsx'
import { commands } from '@wattfleet/words/commands.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'

/** All orders to a station, the newest first. */
export function Orders({ identity }: { identity: string }) {
  const t = useWords(words)
  return (
    <Panel title={t('commands')} flush>
      <OrderFeed identity={identity} most={200} />
    </Panel>
  )
}

export function OrderFeed({ identity, most }: { identity: string; most: number }) {
  const t = useWords(commands)
  const orders = usePages('GET /api/v1/stations/{identity}/commands', {
    path: { identity },
    query: { sort: '-asked_at', limit: most },
  })
  if (orders.data === undefined) return waiting(orders)
  if (orders.items.length === 0) return <Empty title={t('none')} />
  return orders.items.slice(0, most).map((one) => <CommandAnswer key={one.id} order={one} />)
}
