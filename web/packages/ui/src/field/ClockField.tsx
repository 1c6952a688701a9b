import { TextInput } from '@mantine/core'
import { fields } from '@wattfleet/words/fields.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { FieldProps } from './DayField.tsx'
import { useWritten } from './useWritten.ts'
import { readClock } from './written.ts'

/** A time of the day by 24 hours, as all three languages write it: `07:30`. */
export function ClockField({ value, onChange, error, ...rest }: FieldProps) {
  const t = useWords(fields)
  const written = useWritten(value, onChange, { write: (clock) => clock, read: readClock })
  return (
    <TextInput
      {...rest}
      {...written.input}
      w={rest.w ?? 80}
      inputMode="numeric"
      placeholder="hh:mm"
      autoComplete="off"
      error={written.wrong ? t('notAClock') : error}
    />
  )
}
