import { Button } from '@mantine/core'
import { isLate, useCall } from '@wattfleet/api/queries.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type ReactNode, useState } from 'react'
import { useMay } from '../frame/me.tsx'
import { Refused } from '../frame/Refused.tsx'
import { When } from '../show/Values.tsx'
import classes from './draft.module.css'
import { fieldOf } from './merge.ts'
import type { Draft, Seen } from './useDraft.ts'

/** What acts call the thing, and which of them it is. */
export type About = readonly [noun: string, id?: string]

interface Change {
  error: unknown
  isPending: boolean
}

interface OutcomeProps {
  of: Pick<Draft<never>, 'at' | 'news' | 'clash' | 'take' | 'keep'> & { base: unknown }
  change: Change
  /** A field by the name that the form gives it. */
  label: (field: string) => string
  about?: About
}

/** Beside the button of a form: what was refused, and what somebody else has made of the thing meanwhile. */
export function Outcome({ of, change, label, about }: OutcomeProps) {
  const t = useWords(common)
  const { error, isPending } = change
  const [answered, answer] = useState<unknown>(null)
  const late = isLate(error) && error !== answered
  // What is being saved comes back as news of one's own.
  if (isPending || of.news.length === 0) return late || !isLate(error) ? <Refused error={error} /> : null
  const chosen = (run: () => void) => () => {
    answer(error)
    run()
  }
  const free = of.news.filter((one) => !of.clash.includes(one))
  return (
    <>
      {!isLate(error) && <Refused error={error} />}
      <Meanwhile late={late} at={of.at} about={about}>
        {free.length > 0 && <div>{t('newIs', { fields: [...new Set(free.map(label))].join(', ') })}</div>}
        {of.clash.map((one) => (
          <div key={one}>{both(label(one), fieldOf(of.base, one), t)}</div>
        ))}
        <div>{t('typedStays')}</div>
        <div className={classes.row}>
          <Button variant="default" onClick={chosen(of.keep)}>
            {t('keepMine')}
          </Button>
          <Button variant="default" onClick={chosen(of.take)}>
            {t('takeNew')}
          </Button>
        </div>
      </Meanwhile>
    </>
  )
}

interface DecidedProps {
  of: Seen
  change: Change
  about?: About
}

/** Beside the button of a decision: what was refused, and that what it is made upon is another by now. */
export function Decided({ of, change, about }: DecidedProps) {
  const t = useWords(common)
  const { error, isPending } = change
  if (isPending || !of.changed) return <Refused error={error} />
  return (
    <>
      {!isLate(error) && <Refused error={error} />}
      <Meanwhile late={isLate(error)} at={of.at} about={about}>
        <div>{t('lookAgain')}</div>
        <div className={classes.row}>
          <Button variant="default" onClick={of.keep}>
            {t('seenIt')}
          </Button>
        </div>
      </Meanwhile>
    </>
  )
}

interface MeanwhileProps {
  late: boolean
  at: number
  about: About | undefined
  children: ReactNode
}

function Meanwhile({ late, at, about, children }: MeanwhileProps) {
  const t = useWords(common)
  const may = useMay()('acts:read')
  return (
    <div className={classes.meanwhile} role={late ? 'alert' : 'status'}>
      {late && <strong>{t('notSaved')}</strong>}
      <div>{may && about ? <By about={about} at={at} /> : t('changedSomebody')}</div>
      {children}
    </div>
  )
}

/** Who it was, out of the newest act. A new version has a new act: so it is asked for anew. */
function By({ about: [noun, id], at }: { about: About; at: number }) {
  const t = useWords(common)
  const query = { noun, ...(id === undefined ? {} : { id }), limit: 1 + (at % 100) }
  const newest = useCall('GET /api/v1/acts', { query }).data?.items[0]
  if (newest === undefined || newest.who.name === '') return t('changedSomebody')
  return (
    <>
      {t('changedBy', { who: newest.who.name })} (<When at={newest.at} as="ago" />)
    </>
  )
}

function both(field: string, theirs: unknown, t: ReturnType<typeof useWords<typeof common>>): string {
  const plain = typeof theirs === 'string' || typeof theirs === 'number' ? String(theirs) : null
  if (plain === null) return t('bothChanged', { field })
  return plain === '' ? t('bothEmptied', { field }) : t('bothChangedTo', { field, value: plain })
}
