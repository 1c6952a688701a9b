/** Something is done to many: some at a time, each with its own result; none stops the others. */
import type { many } from '@wattfleet/words/many.ts'

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

export const AT_ONCE = 4

export type Outcome =
  | { state: 'waiting' }
  | { state: 'done'; text: string; good: boolean }
  | { state: 'failed'; error: unknown }

export interface Said {
  text: string
  good: boolean
}

export interface Tally {
  settled: number
  good: number
  bad: number
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const settled = outcomes.filter((one) => one.state !== 'waiting').length
  const good = outcomes.filter((one) => one.state === 'done' && one.good).length
  return { settled, good, bad: settled - good }
}

/** Once it is over, what did not go as wished stands first; before, in the order in which it is done. */
export function inOrder(outcomes: readonly Outcome[], over: boolean): readonly number[] {
  const places = outcomes.map((_, at) => at)
  const rank = (one: Outcome | undefined) =>
    one?.state === 'done' ? (one.good ? 2 : 0) : one?.state === 'failed' ? 0 : 1
  return over ? places.sort((a, b) => rank(outcomes[a]) - rank(outcomes[b]) || a - b) : places
}

/** Runs `run` for each row; `told` hears of each result as it comes. Resolves when all are through. */
export async function forMany<Row>(
  rows: readonly Row[],
  run: (row: Row) => Promise<Said>,
  told: (at: number, outcome: Outcome) => void,
  stopped: () => boolean = () => false,
): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < rows.length && !stopped()) {
      const at = next++
      const row = rows[at] as Row
      try {
        told(at, { state: 'done', ...(await run(row)) })
      } catch (error) {
        told(at, { state: 'failed', error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, work))
}
