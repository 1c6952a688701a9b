/** A tariff as sentences. Conditions that have no words of their own are named as the tariff names them. */
import type { ElementInput, TariffInput } from '@wattfleet/api/generated/shapes.ts'
import { localised, money } from '@wattfleet/ui/show/numbers.ts'
import type { tariffs } from '@wattfleet/words/tariffs.ts'
import type { Say } from '@wattfleet/words/words.ts'

type Says = Say<typeof tariffs>
type Component = ElementInput['price_components'][number]
export type Priced = Pick<TariffInput, 'currency' | 'elements' | 'min_price' | 'max_price' | 'tax_included'>

export interface Sentence {
  when: string
  prices: readonly string[]
}

export function sentencesOf(tariff: Priced, t: Says, locale: string): Sentence[] {
  return tariff.elements.map((element) => ({
    when: whenOf(element, t, locale),
    prices: element.price_components.map((one) => priceOf(one, tariff, t, locale)),
  }))
}

export function limitsOf(tariff: Priced, t: Says, locale: string): string[] {
  const say = (key: 'least' | 'most', limit: Priced['min_price']) => {
    const amount = limit?.with_vat ?? limit?.before_vat
    return amount ? [t(key, { price: money(amount, tariff.currency, locale, true) })] : []
  }
  return [...say('least', tariff.min_price), ...say('most', tariff.max_price)]
}

/** `4,60 kr per kWh, inklusive 25 % moms`. */
function priceOf(one: Component, tariff: Priced, t: Says, locale: string): string {
  const parts = [t(one.type, { price: money(one.price ?? '0', tariff.currency, locale, true) })]
  if (one.free_s) parts.push(t('free', { n: one.free_s / 60 }))
  if (one.step_size && one.step_size > 1) parts.push(t('step', { n: stepOf(one) }))
  if (one.vat != null)
    parts.push(t(tariff.tax_included ? 'vatIn' : 'vatOut', { n: localised(trim(one.vat), locale) }))
  return parts.join(', ')
}

function stepOf({ type, step_size = 1 }: Component): string {
  if (type === 'ENERGY') return `${step_size} Wh`
  return step_size % 60 === 0 ? `${step_size / 60} min` : `${step_size} s`
}

function whenOf({ restrictions }: ElementInput, t: Says, locale: string): string {
  const asked = restrictions ?? {}
  const parts: string[] = []
  if (asked.start_time || asked.end_time) {
    parts.push(t('between', { from: asked.start_time ?? '00:00', to: asked.end_time ?? '24:00' }))
  }
  if (asked.day_of_week?.length)
    parts.push(t('on', { days: asked.day_of_week.map((one) => dayName(one, locale)).join(', ') }))
  for (const [name, value] of Object.entries(asked)) {
    if (SAID.has(name) || value === null || value === undefined) continue
    parts.push(t('other', { name: name.replaceAll('_', ' '), value: String(value) }))
  }
  return parts.join(', ') || t('otherwise')
}

const SAID: ReadonlySet<string> = new Set(['start_time', 'end_time', 'day_of_week'])
export const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const
const A_MONDAY = Date.UTC(2024, 0, 1)

export function dayName(day: (typeof DAYS)[number], locale: string): string {
  const at = A_MONDAY + DAYS.indexOf(day) * 86_400_000
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(at)
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
