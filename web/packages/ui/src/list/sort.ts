import { useFilters } from './filters.ts'

/** By what a list is sorted, as the address says it: `started_at`, or `-started_at` for downwards. */
export function useSort(): [string | undefined, (next: string) => void] {
  const [filters, setFilter] = useFilters()
  return [filters.sort, (next) => setFilter('sort', next)]
}
