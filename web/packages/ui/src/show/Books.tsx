/** What the books write: days, months, and sums of which each currency stands for itself. */
import { useLanguage } from '@wattfleet/words/language.tsx'
import { dayText, monthText } from './days.ts'
import { money } from './numbers.ts'
import { NONE } from './Values.tsx'

export function Day({ of }: { of: string | null }) {
  const { locale } = useLanguage()
  if (!of) return <span>{NONE}</span>
  return (
    <time dateTime={of} className="wf-num">
      {dayText(of, locale)}
    </time>
  )
}

export function Month({ of }: { of: string }) {
  const { locale } = useLanguage()
  return <span>{monthText(of, locale)}</span>
}

/** Sums by currency; two currencies are never added. `signed` shows what was added or taken away. */
export function Nets({ of, signed = false }: { of: Readonly<Record<string, string>>; signed?: boolean }) {
  const { locale } = useLanguage()
  const each = Object.entries(of)
  if (each.length === 0) return <span>{NONE}</span>
  const text = each.map(([currency, amount]) => {
    const shown = money(amount, currency, locale)
    return signed && !amount.startsWith('-') && Number(amount) !== 0 ? `+${shown}` : shown
  })
  return <span className="wf-num">{text.join(' · ')}</span>
}
