import { usePages } from '@wattfleet/api/queries.ts'
import { useCallback, useMemo } from 'react'

/** What accounts are called, by their id; their number would say less. */
export function useAccountNames(): (id: string) => string {
  const found = usePages('GET /api/v1/accounts', { query: { limit: 1000 } })
  const names = useMemo(() => new Map(found.items.map((one) => [one.id, one.name])), [found.items])
  return useCallback((id) => names.get(id) ?? '…', [names])
}
