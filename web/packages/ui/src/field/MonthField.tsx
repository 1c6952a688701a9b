import { TextInput } from '@mantine/core'
import { fields } from '@wattfleet/words/fields.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import type { FieldProps } from './DayField.tsx'
import { useWritten } from './useWritten.ts'
import { monthWritten, readMonth } from './written.ts'

/** A month, `2026-11`, written as the chosen language does. */
export function MonthField({ value, onChange, error, ...rest }: FieldProps) {
  const t = useWords(fields)
  const { locale } = useLanguage()
  const written = useWritten(value, onChange, {
    write: (month) => monthWritten(month, locale),
    read: readMonth,
  })
  return (
    <TextInput
      {...rest}
      {...written.input}
      w={rest.w ?? 110}
      inputMode="numeric"
      placeholder={monthWritten('2026-01', locale)}
      autoComplete="off"
      error={written.wrong ? t('notAMonth', { such: monthWritten('2026-01', locale) }) : error}
    />
  )
}
