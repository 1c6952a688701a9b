import { Button, NativeSelect } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { RunView } from '@wattfleet/api/generated/shapes.ts'
import { Refusal } from '@wattfleet/api/problem.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { lastMonths, monthText } from '@wattfleet/ui/show/days.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { type FormEvent, useState } from 'react'
import classes from './runs.module.css'

interface StartProps {
  first?: string
  /** The run that is not finished: there is one at a time. */
  waits?: RunView
}

/** Choose a month; what it proposes is looked at before anything is issued. */
export function Start({ first, waits }: StartProps) {
  const t = useWords(runs)
  const { locale } = useLanguage()
  const navigate = useNavigate()
  const months = lastMonths(new Date(), 14)
  const [month, setMonth] = useState(first ?? months[1] ?? '')
  const seller = useCall('GET /api/v1/seller', {})
  const start = useChange('POST /api/v1/invoice-runs', ['/api/v1/invoice-runs'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    start.mutate(
      { body: { month } },
      { onSuccess: (run) => void navigate({ to: '/invoice-runs/$id', params: { id: run.id } }) },
    )
  }
  const noSeller = seller.error instanceof Refusal && seller.error.status === 404
  const known = months.includes(month) ? months : [month, ...months]
  return (
    <Panel title={t('start')}>
      {waits ? (
        <span>
          {t('oneWaits', { month: monthText(waits.month, locale) })}{' '}
          <Link to="/invoice-runs/$id" params={{ id: waits.id }} className={classes.link}>
            {t('toOpen')}
          </Link>
        </span>
      ) : noSeller ? (
        <span>
          {t('noSeller')}{' '}
          <Link to="/seller" className={classes.link}>
            {t('toSeller')}
          </Link>
        </span>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <div className={classes.row}>
            <NativeSelect
              size="xs"
              label={t('month')}
              value={month}
              data={known.map((one) => ({ value: one, label: monthText(one, locale) }))}
              onChange={(event) => setMonth(event.currentTarget.value)}
            />
            <Button type="submit" loading={start.isPending}>
              {t('startDo')}
            </Button>
          </div>
          <span className={classes.dim}>{t('startWhat')}</span>
          <Refused error={start.error} />
        </form>
      )}
    </Panel>
  )
}
