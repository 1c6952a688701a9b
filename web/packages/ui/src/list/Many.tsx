import { Button, Modal } from '@mantine/core'
import { MOST } from '@wattfleet/api/queries.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { useEffect, useState } from 'react'
import { Refused } from '../frame/Refused.tsx'
import { count } from '../show/numbers.ts'
import { Doing } from './Doing.tsx'
import { useFilters } from './filters.ts'
import classes from './list.module.css'
import type { ManyDeed } from './many.ts'
import type { Picked } from './picked.ts'

interface Listed<Row> {
  items: readonly Row[]
  hasNextPage: boolean
  every: () => Promise<readonly Row[] | null>
}

interface ManyProps<Row> {
  picked: Picked<Row>
  /** The list that is chosen from: of one that goes on, all that match can be chosen at once. */
  pages: Listed<Row>
  nameOf: (row: Row) => string
  deeds: readonly ManyDeed<Row>[]
  /** What is read again afterwards. */
  after: () => unknown
}

/** What can be done to all that are chosen; each opens with its consequence, and ends with each result. */
export function ManyBar<Row>({ picked, pages, nameOf, deeds, after }: ManyProps<Row>) {
  const t = useWords(many)
  const c = useWords(common)
  const { locale } = useLanguage()
  const [doing, setDoing] = useState<{ deed: ManyDeed<Row>; rows: readonly Row[] } | null>(null)
  useCleared(picked)
  const close = () => {
    setDoing(null)
    picked.clear()
    after()
  }
  if (picked.rows.length === 0 && doing === null) return null
  const words = t(picked.all ? 'allPicked' : 'picked', { n: count(picked.rows.length, locale) })
  return (
    <section className={classes.many} aria-label={words}>
      <strong>{words}</strong>
      <ChooseAll picked={picked} pages={pages} />
      {deeds.map((deed) => (
        <Button key={deed.word} variant="default" onClick={() => setDoing({ deed, rows: picked.rows })}>
          {t(deed.word)}
        </Button>
      ))}
      <Button variant="subtle" onClick={picked.clear}>
        {t('none')}
      </Button>
      <Modal
        opened={doing !== null}
        onClose={close}
        title={doing ? t(doing.deed.word) : ''}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {doing && <Doing {...doing} nameOf={nameOf} close={close} />}
      </Modal>
    </section>
  )
}

/** What was chosen of one filter is not chosen of another. */
function useCleared<Row>({ clear }: Picked<Row>): void {
  const [{ sort: _, ...filters }] = useFilters()
  const asked = JSON.stringify(filters)
  const [before, setBefore] = useState(asked)
  useEffect(() => {
    if (asked === before) return
    setBefore(asked)
    clear()
  }, [asked, before, clear])
}

/** Offered once all that are shown are chosen and the list goes on. */
function ChooseAll<Row>({ picked, pages }: { picked: Picked<Row>; pages: Listed<Row> }) {
  const t = useWords(many)
  const { locale } = useLanguage()
  const [state, setState] = useState<'asks' | 'many' | null>(null)
  const [error, setError] = useState<unknown>(null)
  if (picked.all || !pages.hasNextPage || picked.rows.length < pages.items.length) return null
  const take = async () => {
    setState('asks')
    setError(null)
    try {
      const rows = await pages.every()
      if (rows !== null) picked.takeAll(rows)
      setState(rows === null ? 'many' : null)
    } catch (problem) {
      setError(problem)
      setState(null)
    }
  }
  if (state === 'many') return <output>{t('tooMany', { n: count(MOST, locale) })}</output>
  return (
    <>
      <Button variant="light" loading={state === 'asks'} onClick={() => void take()}>
        {t('allMatching')}
      </Button>
      <Refused error={error} />
    </>
  )
}
