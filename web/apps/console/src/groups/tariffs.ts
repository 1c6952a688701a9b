import type { TariffView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { groups } from '@wattfleet/words/groups.ts'
import { useWords } from '@wattfleet/words/language.tsx'

/** Between what a rule can choose. */
export function useTariffs(): { items: readonly TariffView[]; known: boolean } {
  const found = usePages('GET /api/v1/tariffs', { query: { limit: 1000, sort: 'name' } })
  return { items: found.items, known: found.data !== undefined }
}

export function useTariffNames(): (id: string | null) => string {
  const t = useWords(groups)
  const { items, known } = useTariffs()
  return (id) => {
    if (id === null) return t('notSold')
    return items.find((one) => one.id === id)?.name ?? (known ? t('gone') : '…')
  }
}
