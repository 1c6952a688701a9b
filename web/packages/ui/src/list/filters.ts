import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Filters = Readonly<Record<string, string | undefined>>

/** The filters that stand in the address, and how one of them is changed. */
export function useFilters(): [Filters, (name: string, value: string | null) => void] {
  const search = useSearch({ strict: false }) as Filters
  const navigate = useNavigate()
  const set = useCallback(
    (name: string, value: string | null) => {
      void navigate({
        to: '.',
        search: (before: Filters) => ({ ...before, [name]: value || undefined }),
        replace: true,
      } as never)
    },
    [navigate],
  )
  return [search, set]
}

/** What an address may say: words alone. */
export function readFilters(search: Record<string, unknown>): Filters {
  return Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
  )
}
