import type { ReminderItemView } from '@wattfleet/api/generated/shapes.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import { dayText } from '../show/days.ts'
import { localised, money } from '../show/numbers.ts'
import { Money } from '../show/Values.tsx'
import { Facts } from './Page.tsx'

interface ReminderCostProps {
  item: ReminderItemView
  currency: string
}

/** Why a reminder costs what it costs on an invoice: its fee, and its interest day by day. */
export function ReminderCost({ item, currency }: ReminderCostProps) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const number = (text: string) => localised(text, locale)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Facts
        of={[
          [t('open'), <Money key="o" of={item.open} currency={currency} />],
          [t('fee'), <Money key="f" of={item.fee} currency={currency} />],
          [t('interest'), <Money key="i" of={item.interest} currency={currency} />],
        ]}
      />
      {Number(item.fee) > 0 && <p style={{ margin: 0 }}>{t('whyFee', { n: item.level })}</p>}
      {Number(item.interest) > 0 && item.base === null && <p style={{ margin: 0 }}>{t('whyOld')}</p>}
      {item.base !== null && item.parts.length > 0 && (
        <div>
          <p style={{ margin: 0 }}>{t('whyBase', { amount: money(item.base, currency, locale) })}</p>
          <ul style={{ margin: '8px 0', paddingLeft: 18 }}>
            {item.parts.map((one) => (
              <li key={one.first}>
                {t('whyPart', {
                  n: one.days,
                  from: dayText(one.first, locale),
                  rate: number(one.percent),
                  points: number(one.points),
                })}
                <div style={{ color: 'var(--wf-dim)' }}>{one.source}</div>
              </li>
            ))}
          </ul>
          <p style={{ margin: 0 }}>
            {t('whyRounded')}: <Money of={item.interest} currency={currency} />
          </p>
        </div>
      )}
    </div>
  )
}
