import type { FeeView } from '@wattfleet/api/generated/shapes.ts'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { localised, money } from '@wattfleet/ui/show/numbers.ts'
import type { accounts } from '@wattfleet/words/accounts.ts'
import type { Say } from '@wattfleet/words/words.ts'

const KINDS = ['monthly', 'connector', 'session', 'kwh', 'once', 'minimum', 'discount'] as const
type Told = Pick<FeeView, 'kind' | 'text' | 'price' | 'quantity' | 'on'>

/** A fee as people would say it: "Service: 2 × 99,00 kr a month". */
export function feeSentence(fee: Told, currency: string, t: Say<typeof accounts>, locale: string): string {
  const kind = KINDS.find((one) => one === fee.kind)
  if (kind === undefined) return fee.text
  const price = kind === 'discount' ? localised(fee.price, locale) : money(fee.price, currency, locale, true)
  const on = fee.on === null ? '' : dayText(fee.on, locale)
  return `${fee.text}: ${t(`say_${kind}`, { price, quantity: fee.quantity, on })}`
}
