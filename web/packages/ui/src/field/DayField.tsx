import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { fields } from '@wattfleet/words/fields.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { Calendar } from './Calendar.tsx'
import { useWritten } from './useWritten.ts'
import { addDays, dayShape, dayWritten, readDay } from './written.ts'

export interface FieldProps {
  /** `2026-11-20`, or nothing. */
  value: string
  onChange: (value: string) => void
  label?: string
  'aria-label'?: string
  title?: string
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  w?: number
}

/** A day, written as the chosen language does or taken from a calendar; arrows go to the next and the one before. */
export function DayField({ value, onChange, min, error, ...rest }: FieldProps & { min?: string }) {
  const t = useWords(fields)
  const { locale } = useLanguage()
  const [open, setOpen] = useState(false)
  const written = useWritten(value, onChange, {
    write: (day) => dayWritten(day, locale),
    read: (text) => readDay(text, locale),
  })
  const early = min !== undefined && value !== '' && value < min
  const said = written.wrong
    ? t('notADay', { shape: dayShape(locale) })
    : early
      ? t('tooEarly', { day: dayWritten(min, locale) })
      : error
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    if (event.altKey) setOpen(true)
    else if (value) onChange(addDays(value, step))
  }
  const name = rest.label ?? rest['aria-label'] ?? ''
  const calendar = (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('calendarOf', { name })}
          onClick={() => setOpen(!open)}
        >
          <IconCalendar size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Calendar
          value={value}
          min={min}
          onChoose={(day) => {
            onChange(day)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
  return (
    <TextInput
      {...rest}
      {...written.input}
      w={rest.w ?? 150}
      placeholder={dayShape(locale)}
      autoComplete="off"
      error={said}
      onKeyDown={onKeyDown}
      rightSection={calendar}
    />
  )
}
