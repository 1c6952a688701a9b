/** Days, months and clocks as the reader writes them, whatever language her browser is in. */
import { dateFormat } from '../show/formats.ts'

type Part = 'year' | 'month' | 'day'
type Options = Readonly<Record<Part, '2-digit' | 'numeric'>>

const DAY: Options = { year: 'numeric', month: '2-digit', day: '2-digit' }

/** `2026-11-20` → “20.11.2026” in German. */
export function dayWritten(day: string, locale: string): string {
  if (!isDay(day)) return day
  return dateFormat(locale, { ...DAY, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** `2026-11` → “11.2026” in German. */
export function monthWritten(month: string, locale: string): string {
  if (!isDay(`${month}-01`)) return month
  return partsOf(locale, new Date(`${month}-01T00:00:00Z`))
    .filter(({ type }) => type === 'year' || type === 'month')
    .map(({ value }) => value)
    .join(orderOf(locale)[0] === 'year' ? '-' : (separatorOf(locale) ?? '.'))
}

/** The day that somebody has written: as the locale does, or as ISO does. None where it is not one (yet). */
export function readDay(text: string, locale: string): string | null {
  const numbers = text
    .trim()
    .split(/[^\d]+/)
    .filter(Boolean)
  if (numbers.length !== 3) return null
  const order = numbers[0]?.length === 4 ? (['year', 'month', 'day'] as const) : orderOf(locale)
  const of = (part: Part) => numbers[order.indexOf(part)] ?? ''
  const year = of('year')
  if (year.length !== 4) return null
  const day = `${year}-${two(of('month'))}-${two(of('day'))}`
  return isDay(day) ? day : null
}

export function readMonth(text: string): string | null {
  const numbers = text
    .trim()
    .split(/[^\d]+/)
    .filter(Boolean)
  const year = numbers.find((one) => one.length === 4)
  const month = numbers.find((one) => one.length < 3)
  if (numbers.length !== 2 || year === undefined || month === undefined) return null
  return isDay(`${year}-${two(month)}-01`) ? `${year}-${two(month)}` : null
}

/** `7`, `730`, `7:30`, `07.30` → `07:30`; with seconds where they are written. */
export function readClock(text: string): string | null {
  const plain = text.trim()
  const digits = plain.replace(/\D/g, '')
  const parts = /\D/.test(plain)
    ? plain.split(/\D+/)
    : digits.length < 3
      ? [digits, '0']
      : [digits.slice(0, -2), digits.slice(-2)]
  const [hour, minute, second] = parts.map(Number)
  if (digits === '' || parts.length > 3 || hour === undefined || minute === undefined) return null
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return null
  return [hour, minute, ...(second ? [second] : [])].map((one) => two(String(one))).join(':')
}

/** “dd/mm/yyyy”, in letters of the language. */
export function dayShape(locale: string): string {
  const letters = LETTERS[locale.slice(0, 2)] ?? 'ymd'
  const shape: Record<Part, string> = {
    year: (letters[0] ?? 'y').repeat(4),
    month: (letters[1] ?? 'm').repeat(2),
    day: (letters[2] ?? 'd').repeat(2),
  }
  return partsOf(locale, new Date(0))
    .map(({ type, value }) => shape[type as Part] ?? value)
    .join('')
}

const LETTERS: Readonly<Record<string, string>> = { en: 'ymd', sv: 'åmd', de: 'jmt' }

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + count)
  return at.toISOString().slice(0, 10)
}

/** The same day of another month, or its last where that has fewer. */
export function addMonths(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(at.getUTCDate(), last))
  return first.toISOString().slice(0, 10)
}

/** Six weeks of a month from Monday on, days of its neighbours with it. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`
  const monday = addDays(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7))
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_unused, at) => addDays(monday, week * 7 + at)),
  )
}

export function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** A clock at a place, as a moment; where the clock is put forward, that much later. */
export function momentAt(local: string, zone: string): string | null {
  const plain = Date.parse(`${local}Z`)
  if (Number.isNaN(plain)) return null
  const once = plain - offsetMs(plain, zone)
  return new Date(plain - offsetMs(once, zone)).toISOString()
}

function offsetMs(at: number, zone: string): number {
  const written = dateFormat('sv-SE', {
    ...DAY,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  })
  return Date.parse(`${written.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

function orderOf(locale: string): Part[] {
  return partsOf(locale, new Date(0))
    .map(({ type }) => type)
    .filter((type): type is Part => type === 'year' || type === 'month' || type === 'day')
}

function separatorOf(locale: string): string | undefined {
  return partsOf(locale, new Date(0)).find(({ type }) => type === 'literal')?.value
}

function partsOf(locale: string, at: Date): Intl.DateTimeFormatPart[] {
  return dateFormat(locale, { ...DAY, timeZone: 'UTC' }).formatToParts(at)
}

function two(text: string): string {
  return text.padStart(2, '0')
}
