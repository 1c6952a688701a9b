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

const NOTHING: readonly never[] = []

export function usePicked<Row extends { id: string }>(items: readonly Row[]): Picked<Row> {
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
      rows: taken ?? (ids.size === 0 ? NOTHING : items.filter((one) => ids.has(one.id))),
      all: taken !== null,
      has: (row) => ids.has(row.id),
      turn: (row) => choose((before) => turned(before, row.id)),
      turnAll: (rows) =>
        choose((before) =>
          rows.every((one) => before.has(one.id)) ? new Set() : new Set(rows.map((one) => one.id)),
        ),
      takeAll: (rows) => {
        setIds(new Set(rows.map((one) => one.id)))
        setTaken(rows)
      },
      clear,
    }),
    [items, ids, taken, choose, clear],
  )
}

export function turned(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before)
  if (!after.delete(id)) after.add(id)
  return after
}
