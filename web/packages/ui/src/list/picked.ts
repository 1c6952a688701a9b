import { useCallback, useMemo, useState } from 'react'

/** Which rows of a list are chosen for something that is done to many. */
export interface Picked<Row> {
  rows: readonly Row[]
  has: (row: Row) => boolean
  turn: (row: Row) => void
  /** All of these, or none of them where all are chosen already. */
  turnAll: (rows: readonly Row[]) => void
  clear: () => void
}

export function usePicked<Row>(items: readonly Row[], idOf: (row: Row) => string): Picked<Row> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const clear = useCallback(() => setIds(new Set()), [])
  return useMemo(
    () => ({
      // What the list no longer has cannot be acted upon.
      rows: items.filter((one) => ids.has(idOf(one))),
      has: (row) => ids.has(idOf(row)),
      turn: (row) => setIds((before) => turned(before, idOf(row))),
      turnAll: (rows) =>
        setIds((before) =>
          rows.every((one) => before.has(idOf(one))) ? new Set() : new Set(rows.map(idOf)),
        ),
      clear,
    }),
    [items, ids, idOf, clear],
  )
}

export function turned(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(id)) after.add(id)
  return after
}
