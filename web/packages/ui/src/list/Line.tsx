import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import type { Column } from './List.tsx'
import classes from './list.module.css'

export const ROW_PX = 36

interface LineProps {
  row: unknown
  index: number
  columns: readonly Column<unknown>[]
  chosen: boolean
  /** Whether it is the one stop of the list; undefined where rows are not opened. */
  standing: boolean | undefined
}

/** One row; drawn once, however often the list is scrolled past it, then written over by another one. */
export const Line = memo(function Line({ row, index, columns, chosen, standing }: LineProps) {
  const line = useRef<HTMLDivElement>(null)
  // Who stood on a row does not stand on the one that came into its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another index
  useEffect(() => () => leave(line.current), [index])
  useLayoutEffect(() => {
    if (standing !== undefined) stops(line.current, standing ? 0 : -1)
  })
  const pressable = standing !== undefined
  return (
    <div
      ref={line}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen || undefined}
      tabIndex={pressable ? (standing ? 0 : -1) : undefined}
      data-at={index}
      className={`${classes.row} ${classes.line} ${pressable ? classes.pressable : ''} ${chosen ? classes.chosen : ''}`}
      style={{ top: index * ROW_PX }}
    >
      {columns.map((one) => (
        <div key={one.name} role="cell" className={one.right ? classes.rightCell : classes.cell}>
          {one.cell(row)}
        </div>
      ))}
    </div>
  )
})

function leave(line: HTMLElement | null): void {
  const at = document.activeElement
  if (line === null || !(at instanceof HTMLElement) || !line.contains(at)) return
  const rows = line.closest<HTMLElement>('[data-rows][tabindex]')
  if (rows) rows.focus({ preventScroll: true })
  else at.blur()
}

/** What can be pressed in a row is reached from the row on which one stands, and from no other. */
function stops(line: HTMLElement | null, tabIndex: number): void {
  for (const one of line?.querySelectorAll<HTMLElement>('a, button, input') ?? []) one.tabIndex = tabIndex
}
