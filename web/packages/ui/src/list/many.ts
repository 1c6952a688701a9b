/** Something is done to many: some at a time, each with its own result; none stops the others. */

export const AT_ONCE = 4

export type Outcome =
  | { state: 'waiting' }
  | { state: 'done'; text: string; good: boolean }
  | { state: 'failed'; error: unknown }

export interface Said {
  text: string
  good: boolean
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
