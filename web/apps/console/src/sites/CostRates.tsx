import { Button, CloseButton } from '@mantine/core'
import type { CostRateView, SiteView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { day } from '@wattfleet/ui/show/times.ts'
import { costs } from '@wattfleet/words/costs.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { NewRate } from './NewRate.tsx'
import classes from './sites.module.css'

/** A rate touches the margin of every session at its site. */
export const TOUCHES = ['/api/v1/cost-rates', '/api/v1/sessions']

/** What a kWh costs at the site from day to day, and what that means for a session's margin. */
export function CostRates({ site }: { site: SiteView }) {
  const t = useWords(costs)
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const found = usePages('GET /api/v1/cost-rates', { query: { site: site.id } })
  const add = may('billing:write') && !adding && (
    <Button variant="default" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <Panel title={t('title')} actions={add} flush>
      {found.data === undefined && waiting(found)}
      {adding && <NewRate site={site} done={() => setAdding(false)} />}
      {found.data !== undefined && <Meaning site={site} rates={found.items} />}
      {found.items.map((one, at) => (
        <Rate key={one.id} rate={one} before={found.items[at + 1]} />
      ))}
    </Panel>
  )
}

/** In a sentence what holds today. */
function Meaning({ site, rates }: { site: SiteView; rates: readonly CostRateView[] }) {
  const t = useWords(costs)
  const { locale } = useLanguage()
  const text = useRateText()
  const today = day(useNow(), site.zone)
  const holds = rates.find((one) => one.valid_from <= today)
  if (rates.length === 0)
    return (
      <div className={classes.line}>
        <strong>{t('emptyTitle')}</strong>
        <span className={classes.dim}>{t('empty')}</span>
      </div>
    )
  if (holds === undefined) return <div className={classes.line}>{t('notYet')}</div>
  return (
    <div className={classes.line}>
      <span>{t(holds.index === null ? 'now' : 'nowIndex', { price: text(holds) })}</span>
      {Number(holds.monthly) !== 0 && (
        <span className={classes.dim}>
          {t('monthlyApart', { monthly: money(holds.monthly, holds.currency, locale) })}
        </span>
      )}
    </div>
  )
}

function Rate({ rate, before }: { rate: CostRateView; before: CostRateView | undefined }) {
  const t = useWords(costs)
  const { locale } = useLanguage()
  const may = useMay()
  const text = useRateText()
  const [asking, setAsking] = useState(false)
  const remove = useChange('DELETE /api/v1/cost-rates/{id}', TOUCHES)
  const named = { day: dayText(rate.valid_from, locale) }
  return (
    <div className={classes.line}>
      <div className={classes.between}>
        <span>
          <span className={classes.dim}>{t('from')}</span> <Day of={rate.valid_from} />{' '}
          <strong>{rate.index === null ? t('perKwh', { price: text(rate) }) : text(rate)}</strong>
          {Number(rate.monthly) !== 0 && (
            <span className={classes.dim}>
              {' '}
              · {t('monthly', { monthly: money(rate.monthly, rate.currency, locale) })}
            </span>
          )}
          {rate.note && <span className={classes.dim}> · {rate.note}</span>}
        </span>
        {may('billing:write') && !asking && (
          <CloseButton size="sm" aria-label={t('remove', named)} onClick={() => setAsking(true)} />
        )}
      </div>
      {asking && (
        <div className={classes.effect}>
          <span>{t(before === undefined ? 'removeFirst' : 'removeSo', named)}</span>
          <Refused error={remove.error} />
          <div className={classes.row}>
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate({ path: { id: rate.id }, version: rate.version })}
            >
              {t('removeDo')}
            </Button>
            <CloseButton aria-label={t('keep')} onClick={() => setAsking(false)} />
          </div>
        </div>
      )}
    </div>
  )
}

/** `0,85 kr`, or `1.02 × SE3 + 0,08 kr`. */
function useRateText(): (rate: CostRateView) => string {
  const t = useWords(costs)
  const { locale } = useLanguage()
  return ({ price, index, currency }) => {
    if (index === null) return money(price ?? '0', currency, locale, true)
    return t('index', {
      factor: index.factor ?? '1',
      series: index.series,
      adder: money(index.adder ?? '0', currency, locale, true),
    })
  }
}
