/** On which row of a list one stands: it alone is a stop of the Tab key, the other keys lead from there.
 *
 * Rows are only drawn where they are seen. Who stands on one that is scrolled out stands on the rows as such until it
 * comes back, or until a key leads on from it. */
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { isAlone, lineOf, opens, scrolledTo, stepped } from './keys.ts'

interface Standing {
  id: string
  at: number
}

/** Where each list was left, by its name, until the app is loaded anew. */
const LEFT = new Map<string, Standing>()

interface Stood<Row> {
  box: RefObject<HTMLDivElement | null>
  label: string
  rows: readonly Row[]
  idOf: (row: Row) => string
  chosen: string | undefined
  open: ((row: Row) => void) | undefined
  /** The rows that are drawn, in any order. */
  drawn: readonly number[]
  rowPx: number
}

export function useStanding<Row>(given: Stood<Row>) {
  const { box, label, rows, idOf, chosen, drawn } = given
  const [standing, setStanding] = useState(() => LEFT.get(label) ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a row is called never changes
  const at = useMemo(() => placeOf(standing, chosen, rows, idOf), [standing, chosen, rows])
  const stand = (to: number) => {
    const row = rows[to]
    if (row === undefined || (to === standing?.at && idOf(row) === standing.id)) return
    const next = { id: idOf(row), at: to }
    LEFT.set(label, next)
    setStanding(next)
  }
  const reveal = (to: number) => {
    const list = box.current
    if (list) list.scrollTop = scrolledTo(to, given.rowPx, list.scrollTop, roomOf(list))
  }
  useFollowed(box, standing === null ? null : at)
  useBack(box, standing !== null, rows.length > 0, () => {
    const row = rows[at]
    if (row === undefined || idOf(row) !== standing?.id) return setStanding(null)
    reveal(at)
    if (document.activeElement === document.body) rowsOf(box.current)?.focus({ preventScroll: true })
  })
  useLeft(box)
  const onFocus = (event: FocusEvent) => {
    const line = lineOf(event)
    if (line?.dataset.at !== undefined) stand(Number(line.dataset.at))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isOnRow = event.target === event.currentTarget || event.target === lineOf(event)
    if (!isOnRow || !isAlone(event)) return
    const to = stepped(event.key, at, rows.length, Math.floor(roomOf(box.current) / given.rowPx))
    const row = rows[at]
    if (to !== null) {
      stand(to)
      reveal(to)
    } else if (opens(event) && row !== undefined) given.open?.(row)
    else return
    event.preventDefault()
  }
  // A stop must be drawn: while the row is scrolled out, the nearest one that is drawn stands for it.
  const stop = Math.max(Math.min(...drawn), Math.min(Math.max(...drawn), at))
  return { stop, onFocus, onKeyDown }
}

/** The row may have come to another place; where it is no more, its place is the next one's. */
function placeOf<Row>(
  standing: Standing | null,
  chosen: string | undefined,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): number {
  const id = standing?.id ?? chosen
  const before = standing?.at ?? 0
  if (id === undefined) return 0
  const here = rows[before]
  if (here !== undefined && idOf(here) === id) return before
  const found = rows.findIndex((one) => idOf(one) === id)
  return found >= 0 ? found : Math.max(0, Math.min(before, rows.length - 1))
}

/** What has the focus while the row that one stands on is not drawn. */
function rowsOf(list: HTMLElement | null): HTMLElement | null {
  return list?.querySelector<HTMLElement>('[data-rows]') ?? null
}

/** What of a list is seen of its rows: the head stays above them, sums below. */
function roomOf(list: HTMLElement | null): number {
  if (list === null) return 0
  const stays = [...list.querySelectorAll<HTMLElement>('[role=rowgroup]:not([data-rows])')]
  return list.clientHeight - stays.reduce((sum, one) => sum + one.offsetHeight, 0)
}

/** The focus goes with the row: to where a key led, and wherever the row itself came to. */
function useFollowed(box: RefObject<HTMLDivElement | null>, at: number | null): void {
  useEffect(() => {
    const list = rowsOf(box.current)
    const here = document.activeElement
    if (at === null || list === null || !(here instanceof HTMLElement)) return
    if (here !== list && !(list.contains(here) && here.dataset.at !== undefined)) return
    if (here.dataset.at === String(at)) return
    list.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus({ preventScroll: true })
  })
}

/** Once, for who was here before, as soon as there are rows. */
function useBack(
  box: RefObject<HTMLDivElement | null>,
  wasHere: boolean,
  ready: boolean,
  back: () => void,
): void {
  const told = useRef(!wasHere)
  useEffect(() => {
    if (told.current || !ready || box.current === null) return
    told.current = true
    back()
  })
}

/** Who opened a row that is a page of its own goes on there, and not at the top of the menu. */
function useLeft(box: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(
    () => () => {
      const list = box.current
      if (list?.contains(document.activeElement))
        document.getElementById('content')?.focus({ preventScroll: true })
    },
    [box],
  )
}
