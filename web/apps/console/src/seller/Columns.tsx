import { MultiSelect } from '@mantine/core'
import type { PageColumn } from '@wattfleet/api/generated/shapes.ts'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import type { PartProps } from './Basics.tsx'

const ALL = ['group', 'period', 'sessions', 'quantity', 'price', 'vat'] as const
const USUAL: readonly PageColumn[] = ['quantity', 'price', 'vat']

/** Which columns a line has between its text and its amount, in the order in which they are chosen. */
export function Columns({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const chosen = draft.columns ?? USUAL
  const lacks = chosen.includes('quantity') && chosen.includes('price') ? undefined : t('columnsLack')
  return (
    <MultiSelect
      size="xs"
      label={t('columns')}
      description={t('columnsHelp')}
      data={ALL.map((one) => ({ value: one, label: t(`column_${one}`) }))}
      value={[...chosen]}
      error={lacks ?? fieldError(error, 'columns')}
      onChange={(next) => set({ columns: next.flatMap((name) => ALL.filter((one) => one === name)) })}
    />
  )
}
