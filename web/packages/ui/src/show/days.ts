/** Days and months of the books: they belong to the seller's calendar and have no zone of their own. */

import { dateFormat } from './formats.ts'

export function dayText(day: string, locale: string): string {
  return format(`${day}T12:00:00Z`, locale, { year: 'numeric', month: 'short', day: 'numeric' })
}

/** `2026-11` → "November 2026". */
export function monthText(month: string, locale: string): string {
  const text = format(`${month}-15T12:00:00Z`, locale, { year: 'numeric', month: 'long' })
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}

/** The month before, `2026-01` → `2025-12`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}

/** The last months, the newest first; the month of `at` is one of them. */
export function lastMonths(at: Date, count: number): string[] {
  const months = [today(at).slice(0, 7)]
  while (months.length < count) months.push(monthBefore(months.at(-1) ?? ''))
  return months
}

/** The day of a moment, as the reader's calendar has it. */
export function today(at: Date): string {
  return dateFormat('en-CA', {}).format(at)
}

function format(at: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(at))
}
