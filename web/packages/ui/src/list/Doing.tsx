import { Button, Textarea } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { useRef, useState } from 'react'
import { useProblemText } from '../frame/States.tsx'
import { count } from '../show/numbers.ts'
import { Shape } from '../state/Shape.tsx'
import classes from './list.module.css'
import { forMany, inOrder, type ManyDeed, type Outcome, type Said, tally } from './many.ts'

interface DoingProps<Row> {
  deed: ManyDeed<Row>
  rows: readonly Row[]
  nameOf: (row: Row) => string
  close: () => void
}

/** First the consequence and whom it leaves out; then how far it is, and each result. */
export function Doing<Row>({ deed, rows, nameOf, close }: DoingProps<Row>) {
  const course = useCourse<Row>()
  if (course.rows !== null) return <Course {...course} rows={course.rows} nameOf={nameOf} close={close} />
  return (
    <Ask
      deed={deed}
      rows={rows}
      begin={(left, reason) => course.begin(left, (row) => deed.run(row, reason))}
    />
  )
}

interface AskProps<Row> {
  deed: ManyDeed<Row>
  rows: readonly Row[]
  begin: (left: readonly Row[], reason: string) => void
}

function Ask<Row>({ deed, rows, begin }: AskProps<Row>) {
  const t = useWords(many)
  const { locale } = useLanguage()
  const [reason, setReason] = useState('')
  const left = rows.filter((one) => !deed.leaveOut?.(one))
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
        onClick={() => begin(left, reason.trim())}
      >
        {`${t(deed.word)} (${count(left.length, locale)})`}
      </Button>
    </div>
  )
}

interface CourseProps<Row> {
  rows: readonly Row[]
  outcomes: readonly Outcome[]
  over: boolean
  stop: () => void
  nameOf: (row: Row) => string
  close: () => void
}

function Course<Row>({ rows, outcomes, over, stop, nameOf, close }: CourseProps<Row>) {
  const t = useWords(many)
  const c = useWords(common)
  const { settled, good, bad } = tally(outcomes)
  return (
    <div className={classes.doing}>
      <progress className={classes.progress} value={settled} max={rows.length} aria-label={t('results')} />
      <output>{t('progress', { n: settled, all: rows.length })}</output>
      {over && <div className={classes.leftOut}>{t('tally', { good, bad })}</div>}
      <Results rows={rows} outcomes={outcomes} over={over} nameOf={nameOf} />
      <Button variant="default" onClick={over ? close : stop}>
        {over ? c('close') : t('stop')}
      </Button>
    </div>
  )
}

const DRAW_MS = 100

/** Hundreds of results are drawn ten times a second, not one by one. `rows` null = it has not begun. */
function useCourse<Row>() {
  const [rows, setRows] = useState<readonly Row[] | null>(null)
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const [over, setOver] = useState(false)
  const stopped = useRef(false)
  const begin = (left: readonly Row[], run: (row: Row) => Promise<Said>) => {
    const found: Outcome[] = left.map(() => ({ state: 'waiting' }))
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = () => {
      timer = undefined
      setOutcomes([...found])
    }
    const told = (at: number, outcome: Outcome) => {
      found[at] = outcome
      timer ??= setTimeout(draw, DRAW_MS)
    }
    setRows(left)
    draw()
    void forMany(left, run, told, () => stopped.current).then(() => {
      clearTimeout(timer)
      draw()
      setOver(true)
    })
  }
  const stop = () => {
    stopped.current = true
  }
  return { rows, outcomes, over, begin, stop }
}

const ROW_PX = 33

interface ResultsProps<Row> {
  rows: readonly Row[]
  outcomes: readonly Outcome[]
  over: boolean
  nameOf: (row: Row) => string
}

/** Only the results that are seen are drawn. */
function Results<Row>({ rows, outcomes, over, nameOf }: ResultsProps<Row>) {
  const t = useWords(many)
  const box = useRef<HTMLUListElement>(null)
  const order = inOrder(outcomes, over)
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  })
  const seen = virtual.getVirtualItems()
  const before = seen[0]?.start ?? 0
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)
  return (
    <ul ref={box} className={classes.outcomes} aria-label={t('results')} tabIndex={0}>
      {before > 0 && <li aria-hidden style={{ height: before, padding: 0, border: 0 }} />}
      {seen.map(({ index }) => {
        const at = order[index] ?? 0
        return (
          <Result
            key={at}
            place={index}
            measure={virtual.measureElement}
            name={nameOf(rows[at] as Row)}
            outcome={outcomes[at] ?? { state: 'waiting' }}
            over={over}
          />
        )
      })}
      {after > 0 && <li aria-hidden style={{ height: after, padding: 0, border: 0 }} />}
    </ul>
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

interface ResultProps {
  place: number
  measure: (element: Element | null) => void
  name: string
  outcome: Outcome
  over: boolean
}

function Result({ place, measure, name, outcome, over }: ResultProps) {
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
    <li ref={measure} data-index={place}>
      <Shape state={shape} size={12} />
      <strong>{name}</strong>
      <span>{text}</span>
    </li>
  )
}
