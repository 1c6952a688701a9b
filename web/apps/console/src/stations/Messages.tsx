import { Drawer } from '@mantine/core'
import type { FrameView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Frame } from '@wattfleet/ui/frame/Frame.tsx'
import { useMessageColumns } from '@wattfleet/ui/frame/messageColumns.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Filter, FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { List } from '@wattfleet/ui/list/List.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'
import { useState } from 'react'

/** The station's messages, each call with our answer beside it. */
export function Messages({ identity }: { identity: string }) {
  const t = useWords(words)
  const c = useWords(common)
  const [filters] = useFilters()
  const [open, setOpen] = useState<FrameView | null>(null)
  const frames = usePages(
    'GET /api/v1/stations/{identity}/frames',
    {
      path: { identity },
      query: {
        view: 'pairs',
        direction: filters.direction as FrameView['direction'] | undefined,
        action: filters.search,
        failed: filters.failed === 'true' ? true : undefined,
        session: filters.session,
        sort: '-at',
      },
    },
    { everyMs: 5000 },
  )
  return (
    <>
      <FilterBar search={t('action')} filters={useMessageFilters()} />
      <List
        boxed
        label={t('messages')}
        columns={useMessageColumns()}
        pages={frames}
        idOf={(one) => String(one.id)}
        chosen={open ? String(open.id) : undefined}
        onOpen={setOpen}
        empty={<Empty title={t('noMessages')}>{t('messagesWill')}</Empty>}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={560}
        title={open?.action}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {open && <Frame frame={open} />}
      </Drawer>
    </>
  )
}

function useMessageFilters(): Filter[] {
  const t = useWords(words)
  return [
    {
      name: 'direction',
      label: t('direction'),
      options: [
        { value: 'in', label: t('in') },
        { value: 'out', label: t('out') },
      ],
    },
    { name: 'failed', label: t('error'), options: [{ value: 'true', label: t('onlyFailed') }] },
  ]
}
