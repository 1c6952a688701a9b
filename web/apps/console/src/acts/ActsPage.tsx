import { Code, Drawer } from '@mantine/core'
import type { ActView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { Facts, Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { acts } from '@wattfleet/words/acts.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import { roles } from '@wattfleet/words/roles.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useState } from 'react'

/** Who did what, when and why, in a chain that shows a missing one. */
export function ActsPage() {
  const pages = useWords(shell)
  const t = useWords(people)
  const deed = useDeed()
  const role = useWordFor(roles)
  const c = useWords(common)
  const [filters] = useFilters()
  const [open, setOpen] = useState<ActView | null>(null)
  const found = usePages('GET /api/v1/acts', {
    query: { noun: filters.noun, who: filters.who, sort: filters.sort },
  })
  const chain = useCall('GET /api/v1/acts-chain', {})
  const columns: Column<ActView>[] = [
    { name: 'when', head: t('when'), width: '110px', cell: (one) => <When at={one.at} /> },
    {
      name: 'who',
      head: t('who'),
      width: 'minmax(90px, 1fr)',
      cell: (one) => one.who.name || role(one.who.kind),
    },
    {
      name: 'deed',
      head: t('deed'),
      width: 'minmax(110px, 1fr)',
      cell: (one) => <strong>{deed(one)}</strong>,
    },
    {
      name: 'thing',
      wide: true,
      head: t('thing'),
      width: 'minmax(140px, 1fr)',
      cell: (one) => one.name || one.thing,
    },
    { name: 'reason', wide: true, head: t('reason'), width: 'minmax(160px, 2fr)', cell: (one) => one.reason },
  ]
  const whole = chain.data && (
    <State
      state={chain.data.whole ? 'available' : 'faulted'}
      word={
        chain.data.whole
          ? t('chainWhole', { n: chain.data.acts })
          : t('chainBroken', { n: chain.data.broken ?? 0 })
      }
    />
  )
  return (
    <Page title={pages('acts')} note={whole}>
      <List
        boxed
        label={pages('acts')}
        columns={columns}
        pages={found}
        idOf={(one) => String(one.number)}
        onOpen={setOpen}
        empty={<Empty title={t('noActs')} />}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={560}
        title={open && `${open.number} · ${deed(open)}`}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {open && <Act act={open} />}
      </Drawer>
    </Page>
  )
}

/** Verb and noun, in the order in which the language says them. */
function useDeed(): (one: ActView) => string {
  const { language } = useLanguage()
  const thing = useWordFor(acts)
  const done = useWordFor(acts, 'do_')
  return ({ noun, verb }) =>
    language === 'de' ? `${thing(noun)} ${done(verb)}` : `${done(verb)} ${thing(noun)}`
}

function Act({ act }: { act: ActView }) {
  const t = useWords(people)
  const role = useWordFor(roles)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Facts
        of={[
          [t('when'), <When key="w" at={act.at} as="exact" />],
          [t('who'), `${act.who.name} (${role(act.who.kind)})`],
          [t('thing'), act.name || act.thing],
          act.reason !== '' && [t('reason'), act.reason],
        ]}
      />
      {act.before !== null && (
        <>
          <strong>{t('before')}</strong>
          <Code block>{JSON.stringify(act.before, null, 2)}</Code>
        </>
      )}
      {act.after !== null && (
        <>
          <strong>{t('after')}</strong>
          <Code block>{JSON.stringify(act.after, null, 2)}</Code>
        </>
      )}
      <small style={{ color: 'var(--wf-dim)', overflowWrap: 'anywhere' }}>SHA-256 {act.hash}</small>
    </div>
  )
}
