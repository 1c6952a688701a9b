import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { fields } from '@wattfleet/words/fields.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { dayText, monthText, today } from '../show/days.ts'
import { dateFormat } from '../show/formats.ts'
import classes from './field.module.css'
import { addDays, addMonths, weeksOf } from './written.ts'

interface CalendarProps {
  value: string
  min?: string | undefined
  onChoose: (day: string) => void
}

/** A month of days. Arrows go by days and weeks, Page Up and Down by months, Home and End to the week's ends. */
export function Calendar({ value, min, onChoose }: CalendarProps) {
  const t = useWords(fields)
  const { locale } = useLanguage()
  const [at, setAt] = useState(value || today(new Date()))
  const grid = useRef<HTMLTableElement>(null)
  const moved = useRef(false)
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLButtonElement>(`[data-day="${at}"]`)?.focus()
    moved.current = false
  }, [at])
  const weeks = weeksOf(at)
  const turn = (count: number) => setAt(addMonths(at, count))
  const onKeyDown = (event: KeyboardEvent) => {
    const next = after(event.key, at, weeks)
    if (next === null) return
    event.preventDefault()
    moved.current = true
    setAt(next)
  }
  return (
    <div className={classes.calendar}>
      <div className={classes.month}>
        <ActionIcon variant="subtle" size={24} aria-label={t('monthBefore')} onClick={() => turn(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <strong aria-live="polite">{monthText(at.slice(0, 7), locale)}</strong>
        <ActionIcon variant="subtle" size={24} aria-label={t('monthAfter')} onClick={() => turn(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      <table ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {(weeks[0] ?? []).map((one) => (
              <th key={one} scope="col">
                {dateFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
                  new Date(`${one}T00:00:00Z`),
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one}>
                  <button
                    type="button"
                    className={classes.day}
                    data-day={one}
                    data-autofocus={one === at || undefined}
                    data-other={one.slice(0, 7) !== at.slice(0, 7) || undefined}
                    aria-label={dayText(one, locale)}
                    aria-pressed={one === value}
                    tabIndex={one === at ? 0 : -1}
                    disabled={min !== undefined && one < min}
                    onClick={() => onChoose(one)}
                  >
                    {Number(one.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function after(key: string, at: string, weeks: string[][]): string | null {
  const week = weeks.find((one) => one.includes(at)) ?? []
  switch (key) {
    case 'ArrowLeft':
      return addDays(at, -1)
    case 'ArrowRight':
      return addDays(at, 1)
    case 'ArrowUp':
      return addDays(at, -7)
    case 'ArrowDown':
      return addDays(at, 7)
    case 'PageUp':
      return addMonths(at, -1)
    case 'PageDown':
      return addMonths(at, 1)
    case 'Home':
      return week[0] ?? null
    case 'End':
      return week.at(-1) ?? null
    default:
      return null
  }
}
