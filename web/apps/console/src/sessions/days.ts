/** The days that an address means by its moments, at the place. */
import { day } from '@wattfleet/ui/show/times.ts'

/** The day on which they begin. */
export function firstOf(from: string | undefined, zone: string): string {
  return dayAt(Date.parse(from ?? ''), zone)
}

/** The last day inside: they end before the moment that is written. */
export function lastOf(to: string | undefined, zone: string): string {
  return dayAt(Date.parse(to ?? '') - 1, zone)
}

function dayAt(at: number, zone: string): string {
  return Number.isNaN(at) ? '' : day(new Date(at), zone)
}
