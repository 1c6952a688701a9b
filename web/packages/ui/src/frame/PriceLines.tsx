import type { LineShape, RatingView } from '@wattfleet/api/generated/shapes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { Money } from '../show/Values.tsx'
import { Explain } from './Explain.tsx'
import { Facts } from './Page.tsx'
import classes from './price.module.css'

/** What is needed to show a price; a trial's has it as much as a session's. */
type Priced = Pick<RatingView, 'currency' | 'lines' | 'vat_totals' | 'final' | 'amount' | 'notes'>

/** A price line by line; each line opens to what it was made of. */
export function PriceLines({ rating }: { rating: Priced }) {
  const t = useWords(sessions)
  const currency = rating.currency ?? 'EUR'
  return (
    <div>
      {(rating.lines ?? []).map((one, index) => (
        <div key={index} className={classes.line}>
          <span>
            {one.text}
            <span className={classes.dim}>
              {' '}
              · {one.when} ·{' '}
              <Explain title={one.text} why={() => <LineWhy line={one} currency={currency} />} />
            </span>
          </span>
          <Money of={one.amount} currency={currency} exact />
        </div>
      ))}
      {(rating.vat_totals ?? []).map((one) => (
        <div key={one.rate ?? 'none'} className={`${classes.line} ${classes.dim}`}>
          <span>
            {t('vat')} {one.rate === null ? '—' : `${Number(one.rate)} %`}
          </span>
          <Money of={one.vat} currency={currency} />
        </div>
      ))}
      <div className={`${classes.line} ${classes.sum}`}>
        <span>{rating.final ? t('total') : `${t('total')} ${t('soFar')}`}</span>
        <Money of={rating.amount ?? null} currency={currency} />
      </div>
      {(rating.notes ?? []).map((one) => (
        <div key={one} className={`${classes.line} ${classes.dim}`}>
          {one}
        </div>
      ))}
    </div>
  )
}

function LineWhy({ line, currency }: { line: LineShape; currency: string }) {
  const t = useWords(sessions)
  const restrictions = Object.entries(line.restrictions ?? {}).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return (
    <Facts
      of={[
        [t('quantity'), `${line.quantity} ${line.unit}`],
        [t('used'), `${line.used} ${line.unit}`],
        line.free !== '0' && [t('free'), `${line.free} ${line.unit}`],
        line.rounded_up !== '0' && [t('roundedUp'), `${line.rounded_up} ${line.unit}`],
        line.step_size > 1 && ['', t('steps', { n: line.step_size })],
        line.price !== null && [t('unitPrice'), <Money key="p" of={line.price} currency={currency} exact />],
        [t('beforeVat'), <Money key="b" of={line.before_vat} currency={currency} exact />],
        [
          t('vat'),
          <span key="v">
            {`${line.vat_text} · `}
            <Money of={line.vat} currency={currency} exact />
          </span>,
        ],
        [t('total'), <Money key="t" of={line.amount} currency={currency} exact />],
        [t('started'), line.started_at],
        [t('ended'), line.ended_at],
        ...restrictions.map(([name, value]) => [`${t('condition')} ${name}`, String(value)] as const),
      ]}
    />
  )
}
