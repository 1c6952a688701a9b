import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useId, useMemo, useRef } from 'react'
import { Failed, Loading } from '../frame/States.tsx'
import { Foot } from './Foot.tsx'
import { useFitting } from './fitting.ts'
import { lineOf } from './keys.ts'
import { Line, ROW_PX } from './Line.tsx'
import classes from './list.module.css'
import type { Picked } from './picked.ts'
import { usePicking } from './picking.tsx'
import { usePlaces } from './places.ts'
import { useShown } from './shown.ts'
import { useSort } from './sort.ts'
import { useStanding } from './standing.ts'

export interface Column<Row> {
  name: string
  head: string
  /** A track of a CSS grid, such as `120px` or `minmax(140px, 2fr)`. */
  width: string
  right?: boolean
  /** Left out first where there is no room for all columns. */
  wide?: boolean
  /** The server's word for sorting by it. */
  sort?: string
  /** Drawn in the head in place of its word. */
  top?: ReactNode
  cell: (row: Row) => ReactNode
}

export interface Pages<Row> {
  items: readonly Row[]
  data: unknown
  isPending: boolean
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  /** Something of it has changed, and it is too long to be read again by itself. */
  changed?: boolean
  anew?: () => unknown
}

interface ListProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  pages: Pages<Row>
  idOf: (row: Row) => string
  chosen?: string
  onOpen?: (row: Row) => void
  empty: ReactNode
  boxed?: boolean
  /** Under which name the choice of columns is kept. */
  keep?: string
  /** Where something can be done to many: which rows are chosen, and what a row is called. */
  picked?: Picked<Row> | undefined
  /** Sums of all rows, drawn below them by the same columns; they stay when the rows are scrolled. */
  sums?: readonly Row[]
  nameOf?: (row: Row) => string
}

/** A long list: only the rows that are seen are drawn, pages come as one scrolls. */
export function List<Row>(given: ListProps<Row>) {
  const { label, pages, idOf, chosen, onOpen, empty, boxed } = given
  const box = useRef<HTMLDivElement>(null)
  const shown = useShown(given.keep, given.columns)
  const fitting = useFitting(box, shown, pages.items.length > 0)
  const picking = usePicking(given.picked, given.nameOf ?? idOf, pages.items)
  const columns = useMemo(() => (picking ? [picking, ...fitting] : fitting), [picking, fitting])
  const rows = pages.items
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  const seen = virtual.getVirtualItems()
  const lastSeen = seen.at(-1)?.index ?? 0
  const places = usePlaces(
    seen[0]?.index ?? 0,
    lastSeen,
    seen.length === 0 ? 0 : rows.length,
    virtual.isScrolling,
  )
  const drawn = places.rows
  const standing = useStanding({ box, label, rows, idOf, chosen, open: onOpen, drawn, rowPx: ROW_PX })
  const keys = useId()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastSeen >= rows.length - 40) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastSeen, rows.length])

  if (pages.data === undefined)
    return pages.error ? <Failed error={pages.error} again={pages.refetch} /> : <Loading />
  if (rows.length === 0) return empty
  const tracks = { '--tracks': columns.map((one) => one.width).join(' ') } as CSSProperties
  const open = (line: HTMLElement | null) => {
    const row = rows[Number(line?.dataset.at ?? -1)]
    if (row !== undefined) onOpen?.(row)
  }
  return (
    <>
      <div ref={box} className={`${classes.list} ${boxed ? classes.boxed : ''}`}>
        <div
          role="table"
          aria-label={label}
          aria-describedby={onOpen && keys}
          aria-rowcount={hasNextPage ? -1 : rows.length + 1 + (given.sums?.length ?? 0)}
          style={tracks}
        >
          <Head columns={columns} />
          <div
            role="rowgroup"
            data-rows
            className={classes.rows}
            style={{ height: virtual.getTotalSize() }}
            onClick={onOpen && ((event) => open(lineOf(event)))}
            tabIndex={onOpen && -1}
            onKeyDown={onOpen && standing.onKeyDown}
            onFocus={onOpen && standing.onFocus}
          >
            {drawn.map((index) => {
              const row = rows[index]
              if (row === undefined) return null
              return (
                <Line
                  key={index % places.size}
                  row={row}
                  index={index}
                  columns={columns as readonly Column<unknown>[]}
                  chosen={idOf(row) === chosen}
                  standing={onOpen && index === standing.stop}
                />
              )
            })}
          </div>
          {given.sums && <Sums rows={given.sums} columns={columns} idOf={idOf} />}
        </div>
      </div>
      <Foot pages={pages} keys={onOpen && keys} />
    </>
  )
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const [sort, setSort] = useSort()
  return (
    <div role="rowgroup" className={classes.heads}>
      <div role="row" className={`${classes.row} ${classes.head}`}>
        {columns.map((one) => {
          const by = one.sort
          const down = sort === `-${by}`
          const up = by !== undefined && sort === by
          return (
            <div
              key={one.name}
              role="columnheader"
              aria-sort={by === undefined ? undefined : down ? 'descending' : up ? 'ascending' : 'none'}
              className={one.right ? classes.rightCell : classes.cell}
            >
              {by === undefined ? (
                (one.top ?? one.head)
              ) : (
                <button type="button" className={classes.sort} onClick={() => setSort(up ? `-${by}` : by)}>
                  {one.head} {down ? '↓' : up ? '↑' : ''}
                </button>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface SumsProps<Row> {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  idOf: (row: Row) => string
}

function Sums<Row>({ rows, columns, idOf }: SumsProps<Row>) {
  return (
    <div role="rowgroup" className={classes.sums}>
      {rows.map((row) => (
        <div key={idOf(row)} role="row" className={`${classes.row} ${classes.sum}`}>
          {columns.map((one) => (
            <div key={one.name} role="cell" className={one.right ? classes.rightCell : classes.cell}>
              {one.cell(row)}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
