/** The only places that write energy, money, power and time. */
import { useLanguage } from '@wattfleet/words/language.tsx'
import { useNow } from './clock.ts'
import { kilo, localised, money, rounded } from './numbers.ts'
import { ago, exact, readersZone, short, span } from './times.ts'

export const NONE = '—'

/** Wh as a decimal text, shown in kWh with as many digits as the evidence carries. */
export function Energy({ wh, unit = true, digits }: { wh: string | null; unit?: boolean; digits?: number }) {
  const { locale } = useLanguage()
  if (wh === null) return <span>{NONE}</span>
  const text = digits === undefined ? localised(kilo(wh), locale, 3) : rounded(kilo(wh), locale, digits)
  return <span className="wf-num">{unit ? `${text} kWh` : text}</span>
}

/** W as a decimal text, shown in kW with one digit. */
export function Power({ w, unit = true }: { w: string | number | null; unit?: boolean }) {
  const { locale } = useLanguage()
  if (w === null) return <span>{NONE}</span>
  const text = rounded(kilo(String(w)), locale, 1)
  return <span className="wf-num">{unit ? `${text} kW` : text}</span>
}

/** A decimal text in a currency; `exact` keeps digits beyond the smallest coin. */
export function Money({
  of,
  currency,
  exact: all,
}: {
  of: string | null
  currency: string
  exact?: boolean
}) {
  const { locale } = useLanguage()
  return <span className="wf-num">{of === null ? NONE : money(of, currency, locale, all)}</span>
}

interface WhenProps {
  at: string | null
  zone?: string
  /** `ago` = how long ago, the exact moment on hover; `clock` = as short as it is clear; `exact` = all. */
  as?: 'ago' | 'clock' | 'exact'
}

export function When({ at, zone = readersZone(), as = 'clock' }: WhenProps) {
  const { locale } = useLanguage()
  const now = useNow()
  if (at === null) return <span>{NONE}</span>
  const moment = new Date(at)
  const whole = exact(moment, locale, zone)
  if (as === 'exact') return <time dateTime={at}>{whole}</time>
  const text = as === 'ago' ? ago(moment, now, locale) : short(moment, now, locale, zone)
  return (
    <time dateTime={at} title={whole} className="wf-num">
      {text}
    </time>
  )
}

/** How long something lasted, or has lasted so far. */
export function Lasting({ from, to }: { from: string; to: string | null }) {
  const { locale } = useLanguage()
  const now = useNow()
  const end = to === null ? now.getTime() : Date.parse(to)
  return <span className="wf-num">{span(Date.parse(from), end, locale)}</span>
}
