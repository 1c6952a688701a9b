/** Where in the page each row stands that is seen.
 *
 * A row that is scrolled out leaves its place to one that comes in: nothing is made anew and thrown away, only
 * written over. So places get out of order while a list is moved; once it stands, they stand in the order of their
 * rows again, for those who read or tab through them. */
import { useRef } from 'react'

export interface Places {
  /** So many there are: as many as were ever seen at once. */
  size: number
  /** The rows, in the order in which their places stand. */
  rows: readonly number[]
}

export const NO_PLACES: Places = { size: 0, rows: [] }

/** The places of rows `first` to `last` of `count`. */
export function placed(before: Places, first: number, last: number, count: number, moving: boolean): Places {
  const size = Math.min(Math.max(before.size, last - first + 1), count)
  const from = Math.max(0, Math.min(first, count - size))
  const inOrder = Array.from({ length: size }, (_, at) => from + at)
  if (!moving || size !== before.rows.length || size !== before.size) return { size, rows: inOrder }
  const at = new Map(inOrder.map((row) => [row % size, row]))
  return { size, rows: before.rows.map((row) => at.get(row % size) ?? row) }
}

export function usePlaces(first: number, last: number, count: number, moving: boolean): Places {
  const kept = useRef(NO_PLACES)
  kept.current = count === 0 ? NO_PLACES : placed(kept.current, first, last, count, moving)
  return kept.current
}
