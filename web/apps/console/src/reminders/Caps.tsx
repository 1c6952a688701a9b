import type { LimitView, Policy } from '@wattfleet/api/generated/shapes.ts'
import { localised, money } from '@wattfleet/ui/show/numbers.ts'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { laws } from '@wattfleet/words/laws.ts'
import { reminders } from '@wattfleet/words/reminders.ts'
import { capsOf } from './capsOf.ts'

/** What the law of a rule's country allows at most, with its source. */
export function Caps({ policy, limits }: { policy: Policy; limits: readonly LimitView[] }) {
  const t = useWords(reminders)
  const who = useWordFor(reminders, 'who_')
  const { locale } = useLanguage()
  const caps = capsOf(policy, limits)
  if (caps.length === 0) return policy.country ? <span>{t('capNone')}</span> : null
  return (
    <>
      {caps.map((one) => {
        const fee = one.fee && t('capFee', { amount: money(one.fee, one.currency, locale) })
        const points = one.points && t('capPoints', { points: localised(one.points, locale) })
        const what = [fee, points].filter(Boolean).join(', ')
        return (
          <span key={one.who}>
            {t('capOf', { country: one.country, who: who(one.who), what })} ·{' '}
            <Said text={one.source} from={laws} />
          </span>
        )
      })}
    </>
  )
}
