import type { KeyboardEvent, SyntheticEvent } from 'react'

/** The row in which something happened. */
export function lineOf(event: SyntheticEvent): HTMLElement | null {
  return (event.target as HTMLElement).closest<HTMLElement>('[role=row]')
}

/** Enter opens; the arrows go from row to row. */
export function onKey(event: KeyboardEvent<HTMLElement>, open: (line: HTMLElement) => void): void {
  const line = lineOf(event)
  if (line === null || event.target !== line) return
  if (event.key === 'Enter') open(line)
  const by =
    event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
  if (by === 0) return
  // By number: while a list is moved, the next row may stand elsewhere in the page.
  const next = Number(line.dataset.at) + by
  line.parentElement?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus()
  event.preventDefault()
}
