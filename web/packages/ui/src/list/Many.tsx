import { Button, Modal, Textarea } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { useRef, useState } from 'react'
import { useProblemText } from '../frame/States.tsx'
import { Shape } from '../state/Shape.tsx'
import classes from './list.module.css'
import { forMany, type Outcome, type Said } from './many.ts'
import type { Picked } from './picked.ts'

type Word = keyof typeof many & string

export interface ManyDeed<Row> {
  word: Word
  /** What follows from it, said before it is done; `{n}` is to how many. */
  consequence: Word
  /** Why it is not done to a row; null = it is. */
  leaveOut?: (row: Row) => Word | null
  reasoned?: boolean
  run: (row: Row, reason: string) => Promise<Said>
}

interface ManyProps<Row> {
  picked: Picked<Row>
  nameOf: (row: Row) => string
  deeds: readonly ManyDeed<Row>[]
  /** What is read again afterwards. */
  after: () => unknown
}

/** What can be done to all that are chosen; each opens with its consequence, and ends with each result. */
export function ManyBar<Row>({ picked, nameOf, deeds, after }: ManyProps<Row>) {
  const t = useWords(many)
  const c = useWords(common)
  const [doing, setDoing] = useState<{ deed: ManyDeed<Row>; rows: readonly Row[] } | null>(null)
  const close = () => {
    setDoing(null)
    after()
  }
  if (picked.rows.length === 0 && doing === null) return null
  return (
    <section className={classes.many} aria-label={t('picked', { n: picked.rows.length })}>
      <strong>{t('picked', { n: picked.rows.length })}</strong>
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

interface DoingProps<Row> {
  deed: ManyDeed<Row>
  rows: readonly Row[]
  nameOf: (row: Row) => string
  close: () => void
}

function Doing<Row>({ deed, rows, nameOf, close }: DoingProps<Row>) {
  const t = useWords(many)
  const c = useWords(common)
  const [reason, setReason] = useState('')
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null)
  const [through, setThrough] = useState(false)
  const stopped = useRef(false)
  const left = rows.filter((one) => !deed.leaveOut?.(one))
  const run = async () => {
    setOutcomes(left.map(() => ({ state: 'waiting' })))
    await forMany(
      left,
      (one) => deed.run(one, reason.trim()),
      (at, outcome) =>
        setOutcomes((before) => before?.map((one, index) => (index === at ? outcome : one)) ?? null),
      () => stopped.current,
    )
    setThrough(true)
  }
  if (outcomes === null)
    return (
      <div className={classes.doing}>
        <p>{left.length ? t(deed.consequence, { n: left.length }) : t('nothingLeft')}</p>
        <LeftOut deed={deed} rows={rows} />
        {deed.reasoned && (
          <Textarea
            data-autofocus
            label={t('reason')}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Button
          disabled={left.length === 0 || (deed.reasoned && reason.trim().length < 3)}
          onClick={() => void run()}
        >
          {`${t(deed.word)} (${left.length})`}
        </Button>
      </div>
    )
  const settled = outcomes.filter((one) => one.state !== 'waiting').length
  return (
    <div className={classes.doing}>
      <progress
        className={classes.progress}
        value={settled}
        max={outcomes.length}
        aria-label={t('results')}
      />
      <output>{t('progress', { n: settled, all: outcomes.length })}</output>
      <ul className={classes.outcomes} aria-label={t('results')}>
        {left.map((row, at) => (
          <Result
            key={nameOf(row)}
            name={nameOf(row)}
            outcome={outcomes[at] ?? { state: 'waiting' }}
            over={through}
          />
        ))}
      </ul>
      {through ? (
        <Button variant="default" onClick={close}>
          {c('close')}
        </Button>
      ) : (
        <Button
          variant="default"
          onClick={() => {
            stopped.current = true
          }}
        >
          {t('stop')}
        </Button>
      )}
    </div>
  )
}

/** Those that it would harm, with the reason. */
function LeftOut<Row>({ deed, rows }: { deed: ManyDeed<Row>; rows: readonly Row[] }) {
  const t = useWords(many)
  const reasons = rows.map((one) => deed.leaveOut?.(one) ?? null)
  const words = [...new Set(reasons.filter((one) => one !== null))]
  return words.map((word) => (
    <div key={word} className={classes.leftOut}>
      {t('leftOut', { n: reasons.filter((one) => one === word).length, why: t(word) })}
    </div>
  ))
}

function Result({ name, outcome, over }: { name: string; outcome: Outcome; over: boolean }) {
  const t = useWords(many)
  const problem = useProblemText()
  const good = outcome.state === 'done' && outcome.good
  const shape =
    outcome.state === 'waiting' ? (over ? 'unavailable' : 'preparing') : good ? 'available' : 'faulted'
  const text =
    outcome.state === 'done'
      ? outcome.text
      : outcome.state === 'failed'
        ? problem(outcome.error)
        : t(over ? 'notDone' : 'waits')
  return (
    <li>
      <Shape state={shape} size={12} />
      <strong>{name}</strong>
      <span>{text}</span>
    </li>
  )
}
