import { usePages } from '@wattfleet/api/queries.ts'
import { useWordFor } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { useCallback, useMemo } from 'react'

/** The kinds of ledger accounts, for a filter: all that begin so. */
export const KINDS = ['accrued', 'receivable', 'bank', 'revenue', 'vat', 'rounding'] as const

/** What the server is asked for to see one kind. */
export function asked(kind: string | undefined): string | undefined {
  if (kind === undefined) return undefined
  return ['receivable', 'revenue', 'vat'].includes(kind) ? `${kind}:*` : kind
}

/** A ledger account in words: its kind, and what it is about. */
export function useAccountName(): (account: string) => string {
  const kindOf = useWordFor(ledger, 'of_')
  const partOf = useWordFor(ledger, 'part_')
  const found = usePages('GET /api/v1/accounts', { query: { limit: 1000 } })
  const names = useMemo(() => new Map(found.items.map((one) => [one.id, one.name])), [found.items])
  return useCallback(
    (account) => {
      const [kind = '', about] = account.split(':')
      if (about === undefined) return kindOf(kind)
      return `${kindOf(kind)} · ${names.get(about) ?? partOf(about)}`
    },
    [kindOf, partOf, names],
  )
}
