import { useCallback, useMemo, useState } from 'react'

/** Which rows of a list are chosen for something that is done to many. */
export interface Picked<Row> {
  rows: readonly Row[]
  /** All that match the list's filter are chosen, also those that were never drawn. */
  all: boolean
  has: (row: Row) => boolean
  turn: (row: Row) => void
  /** All of these, or none of them where all are chosen already. */
  turnAll: (rows: readonly Row[]) => void
  /** All that match, as they were read when it was asked. */
  takeAll: (rows: readonly Row[]) => void
  clear: () => void
}

export function usePicked<Row>(items: readonly Row[], idOf: (row: Row) => string): Picked<Row> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [taken, setTaken] = useState<readonly Row[] | null>(null)
  const choose = useCallback((next: (before: ReadonlySet<string>) => ReadonlySet<string>) => {
    setTaken(null)
    setIds(next)
  }, [])
  const clear = useCallback(() => choose(() => new Set()), [choose])
  return useMemo(
    () => ({
      // What the list no longer has cannot be acted upon.
      rows: taken ?? items.filter((one) => ids.has(idOf(one))),
      all: taken !== null,
      has: (row) => ids.has(idOf(row)),
      turn: (row) => choose((before) => turned(before, idOf(row))),
      turnAll: (rows) =>
        choose((before) =>
          rows.every((one) => before.has(idOf(one))) ? new Set() : new Set(rows.map(idOf)),
        ),
      takeAll: (rows) => {
        setIds(new Set(rows.map(idOf)))
        setTaken(rows)
      },
      clear,
    }),
    [items, ids, taken, idOf, choose, clear],
  )
}

export function turned(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(id)) after.add(id)
  return after
}
