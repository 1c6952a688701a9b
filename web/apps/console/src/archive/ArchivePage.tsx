import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FrameView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { Frame } from '@wattfleet/ui/frame/Frame.tsx'
import { useMessageColumns } from '@wattfleet/ui/frame/messageColumns.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Views } from '@wattfleet/ui/list/Views.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { station as words } from '@wattfleet/words/station.ts'
import { stations } from '@wattfleet/words/stations.ts'
import { useMemo, useState } from 'react'

/** Every message of every station, each call with its answer, found by any word in it. */
export function ArchivePage() {
  const pages = useWords(shell)
  const t = useWords(words)
  const c = useWords(common)
  const [filters] = useFilters()
  const [open, setOpen] = useState<FrameView | null>(null)
  const columns = useColumns()
  const found = usePages('GET /api/v1/frames', { query: asked(filters) }, { everyMs: 10_000 })
  return (
    <Page
      title={pages('archive')}
      actions={
        <FilterBar search={t('anyWord')} filters={useArchiveFilters()}>
          <Views list="messages" columns={columns} />
        </FilterBar>
      }
    >
      <List
        boxed
        label={pages('archive')}
        keep="messages"
        columns={columns}
        pages={found}
        idOf={(one) => `${one.id} ${one.direction}`}
        onOpen={setOpen}
        empty={<Empty title={t('noMessages')}>{t('messagesWill')}</Empty>}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={560}
        title={open && `${open.station} · ${open.action || open.kind}`}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {open && <Frame frame={open} />}
        {open && (
          <p>
            <Link
              to="/stations/$identity"
              params={{ identity: open.station }}
              search={{ tab: 'messages' } as never}
              style={{ color: 'var(--wf-accent)' }}
            >
              {open.station}
            </Link>
          </p>
        )}
      </Drawer>
    </Page>
  )
}

function asked({ search, station, direction, failed, action, session, sort }: Filters) {
  return {
    view: 'pairs' as const,
    text: search,
    station,
    action,
    session,
    direction: direction as FrameView['direction'] | undefined,
    failed: failed === 'true' ? true : undefined,
    sort: sort ?? '-at',
  }
}

const ACTIONS = [
  'BootNotification',
  'StatusNotification',
  'Authorize',
  'StartTransaction',
  'StopTransaction',
  'TransactionEvent',
  'MeterValues',
  'DataTransfer',
] as const

function useArchiveFilters(): Filter[] {
  const t = useWords(words)
  const s = useWords(stations)
  const known = useLiveList('station')
  return [
    {
      name: 'direction',
      label: t('direction'),
      options: [
        { value: 'in', label: t('in') },
        { value: 'out', label: t('out') },
      ],
    },
    { name: 'action', label: t('action'), options: ACTIONS.map((one) => ({ value: one, label: one })) },
    { name: 'failed', label: t('error'), options: [{ value: 'true', label: t('onlyFailed') }] },
    {
      name: 'station',
      label: s('station'),
      options: known.slice(0, 200).map((one) => ({ value: one.identity, label: one.identity })),
    },
  ]
}

function useColumns(): Column<FrameView>[] {
  const s = useWords(stations)
  const columns = useMessageColumns()
  return useMemo(() => {
    const [at, ...rest] = columns
    const station: Column<FrameView> = {
      name: 'station',
      head: s('station'),
      width: 'minmax(90px, 130px)',
      cell: (one) => <strong>{one.station}</strong>,
    }
    return at ? [at, station, ...rest] : [station]
  }, [columns, s])
}
