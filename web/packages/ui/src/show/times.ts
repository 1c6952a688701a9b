/** How moments become text: in the zone of the place, the zone named where it is not the reader's. */

import { dateFormat, numberFormat, relativeFormat } from './formats.ts'

const DAY_MS = 86_400_000

let readers: string | undefined

export function readersZone(): string {
  readers ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return readers
}

/** Two names of one zone are told apart by what they say of this moment. */
export function isReadersZone(zone: string, at: Date): boolean {
  if (zone === readersZone()) return true
  const option = { timeZoneName: 'longOffset' } as const
  const offset = (timeZone: string) => dateFormat('en', { ...option, timeZone }).format(at)
  return offset(zone) === offset(readersZone())
}

export function exact(at: Date, locale: string, zone: string, seconds = true): string {
  const text = dateFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    timeZone: zone,
  }).format(at)
  return isReadersZone(zone, at) ? text : `${text} ${zoneName(at, locale, zone)}`
}

export function zoneName(at: Date, locale: string, zone: string): string {
  const parts = dateFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at)
  return parts.find((one) => one.type === 'timeZoneName')?.value ?? zone
}

/** Only the clock when it is today there, the day before it when it is not. */
export function short(at: Date, now: Date, locale: string, zone: string): string {
  const clock = { hour: '2-digit', minute: '2-digit', timeZone: zone } as const
  const zoned = isReadersZone(zone, at) ? '' : ` ${zoneName(at, locale, zone)}`
  if (day(at, zone) === day(now, zone)) return dateFormat(locale, clock).format(at) + zoned
  const sameYear = Math.abs(now.getTime() - at.getTime()) < 300 * DAY_MS
  const options: Intl.DateTimeFormatOptions = { ...clock, month: 'short', day: 'numeric' }
  if (!sameYear) options.year = 'numeric'
  return dateFormat(locale, options).format(at) + zoned
}

export function day(at: Date, zone: string): string {
  return dateFormat('en-CA', { timeZone: zone }).format(at)
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** "3 minutes ago". */
export function ago(at: Date, now: Date, locale: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const format = relativeFormat(locale, { numeric: 'auto', style: 'short' })
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return format.format(Math.trunc(seconds), 'second')
}

/** "1 h 04 min" between two moments. */
export function span(fromMs: number, toMs: number, locale: string): string {
  const minutes = Math.max(0, Math.floor((toMs - fromMs) / 60_000))
  const unit = (n: number, name: 'hour' | 'minute' | 'day' | 'second') =>
    numberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(n)
  if (minutes < 1) return unit(Math.max(0, Math.floor((toMs - fromMs) / 1000)), 'second')
  if (minutes < 60) return unit(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${unit(Math.floor(hours / 24), 'day')} ${unit(hours % 24, 'hour')}`
  return `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`
}
