import { Button, CloseButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Dunning, LimitView, Policy } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { localised, money } from '@wattfleet/ui/show/numbers.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import { useState } from 'react'
import { Caps } from './Caps.tsx'
import { DunningForm } from './DunningForm.tsx'
import classes from './reminders.module.css'

/** How late payment is reminded of, as sentences, each rule beside what the law allows at most. */
export function DunningPanel() {
  const t = useWords(reminders)
  const c = useWords(common)
  const may = useMay()('billing:write')
  const [editing, setEditing] = useState(false)
  const query = useCall('GET /api/v1/dunning', {})
  const limits = usePages('GET /api/v1/dunning/limits', { query: { limit: 1000 } })
  return (
    <Page
      title={t('settings')}
      actions={
        <>
          {may && !editing && query.data && (
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
          )}
          <CloseButton
            aria-label={c('close')}
            renderRoot={(props) => <Link to="/reminders" search={(before) => before} {...props} />}
          />
        </>
      }
    >
      <span className={classes.dim}>{t('settingsHow')}</span>
      {query.data === undefined ? (
        waiting(query)
      ) : editing ? (
        <DunningForm first={query.data} limits={limits.items} onDone={() => setEditing(false)} />
      ) : (
        <Said dunning={query.data} limits={limits.items} />
      )}
    </Page>
  )
}

function Said({ dunning, limits }: { dunning: Dunning; limits: readonly LimitView[] }) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const rates = dunning.rates ?? []
  return (
    <>
      {dunning.policies.map((one, at) => (
        // A rule is what its place makes it: the first that fits decides.
        <Rule key={`rule ${at + 1}`} n={at + 1} policy={one} limits={limits} />
      ))}
      <Panel title={t('rates')} flush>
        {rates.length === 0 && <div className={`${lines.line} ${classes.dim}`}>{t('noRates')}</div>}
        {rates.map((one) => (
          <div key={`${one.country} ${one.since}`} className={`${lines.item} ${lines.line}`}>
            <span>
              {t('sayRate', {
                country: one.country,
                percent: localised(one.percent, locale),
                day: dayText(one.since, locale),
              })}
            </span>
            <span className={classes.dim}>{one.source}</span>
          </div>
        ))}
      </Panel>
    </>
  )
}

function Rule({ n, policy, limits }: { n: number; policy: Policy; limits: readonly LimitView[] }) {
  const t = useWords(reminders)
  const who = useWordFor(reminders, 'who_')
  const { locale } = useLanguage()
  const { country, currency, since } = policy
  const amount = (text: string) => (currency ? money(text, currency, locale) : text)
  const whom = [
    who(policy.who ?? ''),
    country && t('inCountry', { country }),
    currency && t('inCurrency', { currency }),
    since && t('sinceDay', { day: dayText(since, locale) }),
  ]
  return (
    <Panel title={`${t('rule', { n })}: ${whom.filter(Boolean).join(', ')}`} flush>
      <ul className={classes.sentences}>
        {policy.levels.map((level, at) => {
          const fee = Number(level.fee ?? '0') > 0 && t('sayFee', { amount: amount(level.fee ?? '0') })
          const points = localised(policy.points ?? '0', locale)
          const interest = level.interest && t('sayInterest', { points })
          return (
            <li key={level.after_days}>
              {t('sayLevel', { n: at + 1, days: level.after_days })}:{' '}
              {[fee, interest].filter(Boolean).join(', ') || t('free')}
            </li>
          )
        })}
      </ul>
      <div className={classes.caps}>
        {Number(policy.least ?? '0') > 0 && (
          <span>{t('sayLeast', { amount: amount(policy.least ?? '0') })}</span>
        )}
        {policy.source && <span>{t('saySource', { source: policy.source })}</span>}
        <Caps policy={policy} limits={limits} />
      </div>
    </Panel>
  )
}
