import { useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { useEffect, useMemo, useRef } from 'react'
import type { Column } from './List.tsx'
import classes from './list.module.css'
import type { Picked } from './picked.ts'

/** The column with which rows are chosen; none where nothing can be done to many. */
export function usePicking<Row>(
  picked: Picked<Row> | undefined,
  nameOf: (row: Row) => string,
  rows: readonly Row[],
): Column<Row> | null {
  const t = useWords(many)
  return useMemo(() => {
    if (picked === undefined) return null
    const some = picked.rows.length
    return {
      name: 'picked',
      head: '',
      width: '24px',
      top: (
        <Tick
          label={t('pickAll')}
          on={some > 0 && some === rows.length}
          some={some > 0 && some < rows.length}
          turn={() => picked.turnAll(rows)}
        />
      ),
      cell: (row) => (
        <Tick label={t('pick', { name: nameOf(row) })} on={picked.has(row)} turn={() => picked.turn(row)} />
      ),
    }
  }, [picked, nameOf, rows, t])
}

/** The browser's own box: one stands in every row, and a made one costs more than all the rest of it. */
function Tick({
  label,
  on,
  some = false,
  turn,
}: {
  label: string
  on: boolean
  some?: boolean
  turn: () => void
}) {
  const at = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (at.current) at.current.indeterminate = some
  }, [some])
  return (
    <input
      ref={at}
      type="checkbox"
      className={classes.tick}
      aria-label={label}
      checked={on}
      onClick={(event) => event.stopPropagation()}
      onChange={turn}
    />
  )
}
