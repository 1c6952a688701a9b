/** Parts of a comparison, added up as they come. Money is decimal text: it is added in whole smallest parts. */

import type { ComparisonView, PairView, SumView } from '@wattfleet/api/generated/shapes.ts'
import { addMonths, momentAt } from '@wattfleet/ui/field/written.ts'

export interface Whole {
  a: ComparisonView['a']
  b: ComparisonView['b']
  lookedAt: number
  compared: number
  leftOut: Readonly<Record<string, number>>
  sums: readonly SumView[]
  mostMore: readonly PairView[]
  mostLess: readonly PairView[]
  seenUntil: string | null
}

const SHOWN = 20
const MONEY = [
  'energy_wh',
  'a_before_vat',
  'b_before_vat',
  'difference_before_vat',
  'a_amount',
  'b_amount',
  'difference',
] as const
const COUNTS = ['sessions', 'more', 'less', 'same'] as const

/** The whole so far with one more part. */
export function added(whole: Whole | null, part: ComparisonView): Whole {
  const before = whole ?? {
    a: { ...part.a, by: {} },
    b: { ...part.b, by: {} },
    lookedAt: 0,
    compared: 0,
    leftOut: {},
    sums: [],
    mostMore: [],
    mostLess: [],
    seenUntil: null,
  }
  const difference = (one: PairView) => Number(one.difference_before_vat)
  const left = Object.fromEntries(part.left_out.map((one) => [one.reason, one.sessions]))
  return {
    a: { ...before.a, by: counted(before.a.by, part.a.by) },
    b: { ...before.b, by: counted(before.b.by, part.b.by) },
    lookedAt: before.lookedAt + part.looked_at,
    compared: before.compared + part.compared,
    leftOut: counted(before.leftOut, left),
    sums: summed(before.sums, part.sums),
    mostMore: [...before.mostMore, ...part.most_more]
      .sort((one, other) => difference(other) - difference(one))
      .slice(0, SHOWN),
    mostLess: [...before.mostLess, ...part.most_less]
      .sort((one, other) => difference(one) - difference(other))
      .slice(0, SHOWN),
    seenUntil: part.seen_until ?? before.seenUntil,
  }
}

function counted(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const out: Record<string, number> = { ...one }
  for (const [name, n] of Object.entries(other)) out[name] = (out[name] ?? 0) + n
  return out
}

function summed(before: readonly SumView[], part: readonly SumView[]): SumView[] {
  const out = new Map(before.map((one) => [one.currency, one]))
  for (const one of part) {
    const known = out.get(one.currency)
    out.set(one.currency, known ? plus(known, one) : one)
  }
  return [...out.values()].sort((one, other) => one.currency.localeCompare(other.currency))
}

function plus(one: SumView, other: SumView): SumView {
  const money = Object.fromEntries(MONEY.map((name) => [name, sum(one[name], other[name])]))
  const counts = Object.fromEntries(COUNTS.map((name) => [name, one[name] + other[name]]))
  return { ...one, ...money, ...counts }
}

/** Two decimal texts, exactly. */
export function sum(one: string, other: string): string {
  const places = Math.max(placesOf(one), placesOf(other))
  const total = whole(one, places) + whole(other, places)
  const text = String(total < 0n ? -total : total).padStart(places + 1, '0')
  const cut = text.length - places
  const shown = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`
  return total < 0n ? `-${shown}` : shown
}

function placesOf(text: string): number {
  return text.split('.')[1]?.length ?? 0
}

function whole(text: string, places: number): bigint {
  const [units = '0', parts = ''] = text.split('.')
  return BigInt(`${units}${parts.padEnd(places, '0')}`)
}

/** A local month as moments, in the zone of the sites. */
export function monthSpan(month: string, zone: string): { from: string; to: string } {
  const first = `${month}-01`
  return {
    from: momentAt(`${first}T00:00`, zone) ?? '',
    to: momentAt(`${addMonths(first, 1)}T00:00`, zone) ?? '',
  }
}

/** The month before this moment's, as `2026-10`. */
export function monthBefore(now: Date): string {
  const first = new Date(now.getFullYear(), now.getMonth() - 1, 1)
  return `${first.getFullYear()}-${String(first.getMonth() + 1).padStart(2, '0')}`
}

/** How far a comparison is, in percent of its time. */
export function share(month: string, zone: string, seenUntil: string | null): number {
  if (seenUntil === null) return 0
  const { from, to } = monthSpan(month, zone)
  const [start, end, seen] = [Date.parse(from), Date.parse(to), Date.parse(seenUntil)]
  return Math.min(100, Math.max(0, ((seen - start) / (end - start)) * 100))
}
