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
  const way =
    event.key === 'ArrowDown' || event.key === 'j'
      ? 'next'
      : event.key === 'ArrowUp' || event.key === 'k'
        ? 'previous'
        : null
  if (way === null) return
  const other = line[`${way}ElementSibling`]
  if (other instanceof HTMLElement) other.focus()
  event.preventDefault()
}
