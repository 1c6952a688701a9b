/** How numbers become text. Decimal texts stay texts: nothing that is billed passes through a float. */

import { numberFormat } from './formats.ts'

const SHIFT_KILO = 3

/** Wh as a decimal text to kWh as a decimal text, exactly. `21384` → `21.384`. */
export function kilo(text: string): string {
  const negative = text.startsWith('-')
  const [whole = '0', rest = ''] = (negative ? text.slice(1) : text).split('.')
  const padded = whole.padStart(SHIFT_KILO + 1, '0')
  const at = padded.length - SHIFT_KILO
  const decimals = (padded.slice(at) + rest).replace(/0+$/, '')
  return (negative ? '-' : '') + padded.slice(0, at).replace(/^0+(?=\d)/, '') + (decimals && `.${decimals}`)
}

/** kWh as a decimal text to Wh as a decimal text, exactly: `21.384` → `21384`. */
export function milli(text: string): string {
  const [whole = '0', rest = ''] = text.trim().split('.')
  const shifted = `${whole}${rest.padEnd(SHIFT_KILO, '0').slice(0, SHIFT_KILO)}`.replace(/^0+(?=\d)/, '')
  const decimals = rest.slice(SHIFT_KILO)
  return decimals ? `${shifted}.${decimals}` : shifted
}

/** A decimal text in a language, all its digits kept, at least `least` of them after the point. */
export function localised(text: string, locale: string, least = 0): string {
  const decimals = text.split('.')[1]?.length ?? 0
  const digits = Math.max(least, decimals)
  const format = numberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(text as unknown as number)
}

/** A decimal text rounded for the eye alone. */
export function rounded(text: string, locale: string, digits: number): string {
  const format = numberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(text as unknown as number)
}

export function money(text: string, currency: string, locale: string, exact = false): string {
  const decimals = text.split('.')[1]?.length ?? 0
  const usual = numberFormat(locale, { style: 'currency', currency })
  const exponent = usual.resolvedOptions().maximumFractionDigits ?? 2
  if (!exact || decimals <= exponent) return usual.format(text as unknown as number)
  return numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: Math.min(decimals, 20),
  }).format(text as unknown as number)
}

export function count(n: number, locale: string): string {
  return numberFormat(locale).format(n)
}

/** Bytes as people say them: `15.8 MB`. */
export function bytes(n: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const at = n < 1 ? 0 : Math.min(Math.floor(Math.log10(n) / 3), units.length - 1)
  const digits = at > 0 && n / 1000 ** at < 100 ? 1 : 0
  return numberFormat(locale, {
    style: 'unit',
    unit: units[at],
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(n / 1000 ** at)
}
