import { Code, Drawer, SegmentedControl } from '@mantine/core'
import type { EventView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { happened } from '@wattfleet/words/happened.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'
import { useState } from 'react'
import { Connections } from './Connections.tsx'

/** How it was connected, and what it did and said, in our words. */
export function History({ identity }: { identity: string }) {
  const t = useWords(words)
  const [{ of = 'events' }, setFilter] = useFilters()
  return (
    <>
      <div>
        <SegmentedControl
          aria-label={t('history')}
          value={of}
          onChange={(value) => setFilter('of', value)}
          data={[
            { value: 'events', label: t('events') },
            { value: 'connections', label: t('connections') },
          ]}
        />
      </div>
      {of === 'connections' ? <Connections identity={identity} /> : <Events identity={identity} />}
    </>
  )
}

function Events({ identity }: { identity: string }) {
  const t = useWords(words)
  const c = useWords(common)
  const word = useWordFor(happened)
  const [open, setOpen] = useState<EventView | null>(null)
  const events = usePages(
    'GET /api/v1/stations/{identity}/events',
    { path: { identity }, query: { sort: '-at' } },
    { everyMs: 5000 },
  )
  const columns: Column<EventView>[] = [
    { name: 'received', head: t('when'), width: '150px', cell: (one) => <When at={one.received_at} /> },
    {
      name: 'kind',
      head: t('event'),
      width: '200px',
      cell: (one) => <strong>{word(one.kind)}</strong>,
    },
    { name: 'at', head: t('said'), width: '150px', cell: (one) => <When at={one.at} /> },
    {
      name: 'body',
      head: t('contents'),
      width: 'minmax(240px, 3fr)',
      cell: (one) => <code>{shortly(one.body)}</code>,
    },
  ]
  return (
    <>
      <List
        boxed
        label={t('history')}
        columns={columns}
        pages={events}
        idOf={(one) => String(one.id)}
        onOpen={setOpen}
        empty={<Empty title={t('noHistory')}>{t('historyWill')}</Empty>}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={560}
        title={open && word(open.kind)}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        <Code block>{JSON.stringify(open?.body, null, 2)}</Code>
      </Drawer>
    </>
  )
}

/** What is said in it, in short; its kind and its moments stand beside it. */
function shortly(body: unknown): string {
  if (typeof body !== 'object' || body === null) return JSON.stringify(body)
  return Object.entries(body)
    .filter(([name]) => name !== 'type' && name !== 'at')
    .map(([name, value]) => [name.replaceAll('_', ' '), briefly(name, value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join(' · ')
}

/** A card by its number, a register in kWh (it is kept in mWh), of a list how many. */
function briefly(name: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (value.length === 0) return ''
  if (name === 'token') return String(value[0])
  if (name === 'register') return `${(Number(value[0]) / 1e6).toFixed(3)} kWh`
  return value.every((one) => typeof one === 'string') ? value.join(', ') : String(value.length)
}
