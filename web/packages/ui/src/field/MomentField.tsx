import { Input } from '@mantine/core'
import { fields } from '@wattfleet/words/fields.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import { zoneName } from '../show/times.ts'
import { ClockField } from './ClockField.tsx'
import { DayField } from './DayField.tsx'
import classes from './field.module.css'

interface MomentProps {
  label: string
  /** A day and a clock at the place, `2026-11-20T13:00`; `momentAt` makes a moment of it. */
  value: string
  onChange: (value: string) => void
  /** Of the place; it is named, so that nobody has to guess whose clock is meant. */
  zone: string
  description?: ReactNode
  error?: ReactNode
}

export function MomentField({ label, value, onChange, zone, description, error }: MomentProps) {
  const t = useWords(fields)
  const { locale } = useLanguage()
  const [day = '', clock = ''] = value.split('T')
  const put = (nextDay: string, nextClock: string) =>
    onChange(nextDay === '' ? '' : `${nextDay}T${nextClock || '00:00'}`)
  return (
    <fieldset className={classes.moment}>
      <legend>{label}</legend>
      <div className={classes.parts}>
        <DayField
          aria-label={t('dayOf', { name: label })}
          value={day}
          onChange={(next) => put(next, clock)}
        />
        <ClockField
          aria-label={t('clockOf', { name: label })}
          value={clock}
          onChange={(next) => put(day, next)}
        />
        <span className={classes.zone} title={zone}>
          {zoneName(new Date(`${day || '2026-01-01'}T12:00:00Z`), locale, zone)}
        </span>
      </div>
      {description && <Input.Description>{description}</Input.Description>}
      {error && <Input.Error>{error}</Input.Error>}
    </fieldset>
  )
}
