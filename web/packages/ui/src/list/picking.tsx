import { Checkbox } from '@mantine/core'
import { useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import type { Column } from './List.tsx'
import type { Picked } from './picked.ts'

/** The column with which rows are chosen; none where nothing can be done to many. */
export function usePicking<Row>(
  picked: Picked<Row> | undefined,
  nameOf: (row: Row) => string,
  rows: readonly Row[],
): Column<Row> | null {
  const t = useWords(many)
  if (picked === undefined) return null
  const some = picked.rows.length
  return {
    name: 'picked',
    head: '',
    width: '20px',
    top: (
      <Checkbox
        size="xs"
        aria-label={t('pickAll')}
        checked={some > 0 && some === rows.length}
        indeterminate={some > 0 && some < rows.length}
        onChange={() => picked.turnAll(rows)}
      />
    ),
    cell: (row) => (
      <Checkbox
        size="xs"
        aria-label={t('pick', { name: nameOf(row) })}
        checked={picked.has(row)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => picked.turn(row)}
      />
    ),
  }
}
