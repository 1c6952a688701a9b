import { useMemo, useSyncExternalStore } from 'react'

interface Named {
  name: string
}

const PLACE = 'wattfleet.columns.'
const listeners = new Set<() => void>()

/** The columns that this person wants to see of a list. The first one names the row and always stays. */
export function useShown<C extends Named>(list: string | undefined, columns: readonly C[]): readonly C[] {
  const hidden = useHidden(list ?? '')
  return useMemo(
    () =>
      hidden === ''
        ? columns
        : columns.filter((one, at) => at === 0 || !hidden.split(' ').includes(one.name)),
    [columns, hidden],
  )
}

/** The names of what is hidden, as one text. */
export function useHidden(list: string): string {
  return useSyncExternalStore(listen, () => read(list))
}

export function turnColumn(list: string, name: string): void {
  const names = read(list).split(' ').filter(Boolean)
  const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name]
  try {
    localStorage.setItem(PLACE + list, next.join(' '))
  } catch {
    // A browser that keeps nothing shows every column.
  }
  for (const tell of listeners) tell()
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function read(list: string): string {
  try {
    return localStorage.getItem(PLACE + list) ?? ''
  } catch {
    return ''
  }
}
