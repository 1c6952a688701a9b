import type { KeyboardEvent, SyntheticEvent } from 'react'

/** The row in which something happened. */
export function lineOf(event: SyntheticEvent): HTMLElement | null {
  return (event.target as HTMLElement).closest<HTMLElement>('[role=row]')
}

/** Whether a key opens the row that one stands on. */
export function opens({ key }: { key: string }): boolean {
  return key === 'Enter' || key === ' '
}

/** The row to which a key leads from row `at` of `count`, of which `page` are seen at once; null for other keys. */
export function stepped(key: string, at: number, count: number, page: number): number | null {
  const to = wanted(key, at, count, page)
  return to === null || count === 0 ? null : Math.max(0, Math.min(count - 1, to))
}

function wanted(key: string, at: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at + 1
    case 'ArrowUp':
    case 'k':
      return at - 1
    case 'PageDown':
      return at + page
    case 'PageUp':
      return at - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** Where a list must be scrolled to, so that row `at` stands whole in it; the rows above it stay whole too. */
export function scrolledTo(at: number, row: number, top: number, room: number): number {
  if (at * row < top) return at * row
  const least = (at + 1) * row - room
  return least <= top ? top : Math.ceil(least / row) * row
}

/** A key that was pressed alone. */
export function isAlone({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !(ctrlKey || altKey || metaKey)
}
