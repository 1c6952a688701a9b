/** Formatters, each made once: to make one costs a hundred times as much as to use it, and a list needs several
 * for every row. */

const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()
const lengths = new Map<string, Intl.RelativeTimeFormat>()

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, options))
}

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options))
}

export function relativeFormat(
  locale: string,
  options: Intl.RelativeTimeFormatOptions,
): Intl.RelativeTimeFormat {
  return kept(lengths, locale, options, () => new Intl.RelativeTimeFormat(locale, options))
}

function kept<F>(all: Map<string, F>, locale: string, options: object, make: () => F): F {
  const key = locale + JSON.stringify(options)
  const known = all.get(key)
  if (known) return known
  const made = make()
  all.set(key, made)
  return made
}
