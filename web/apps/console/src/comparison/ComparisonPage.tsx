import { Button, Progress } from '@mantine/core'
import { usePages } from '@wattfleet/api/queries.ts'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty, waiting } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { useHomeZone } from '@wattfleet/ui/show/place.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { comparison } from '@wattfleet/words/comparison.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { useEffect, useRef } from 'react'
import { monthBefore, monthSpan, share, type Whole } from './adding.ts'
import { Choose } from './Choose.tsx'
import classes from './comparison.module.css'
import { Outcome } from './Outcome.tsx'
import { useComparison } from './useComparison.ts'

/** Two tariffs over a month of sessions: what each would earn, and who would pay more or less. */
export function ComparisonPage() {
  const pages = useWords(shell)
  const t = useWords(comparison)
  const [filters] = useFilters()
  const tariffs = usePages('GET /api/v1/tariffs', { query: { limit: 1000, sort: 'name' } })
  const { whole, state, error, start, stop } = useComparison()
  const zone = useHomeZone()
  const month = filters.month ?? monthBefore(new Date())
  const submit = () => {
    if (!filters.b) return
    void start({
      a: filters.a ? { tariff_id: filters.a } : {},
      b: { tariff_id: filters.b },
      ...monthSpan(month, zone),
      sites: listed(filters.sites),
      stations: listed(filters.stations),
    })
  }
  // An address that names a tariff is a comparison that a colleague sent: it starts by itself.
  const sent = useRef(submit)
  useEffect(() => sent.current(), [])
  if (tariffs.data === undefined) return waiting(tariffs)
  return (
    <Page title={pages('comparison')}>
      <div className={classes.help}>{t('help')}</div>
      {tariffs.items.length === 0 ? (
        <Empty title={t('noTariffsTitle')}>{t('noTariffs')}</Empty>
      ) : (
        <Choose tariffs={tariffs.items} month={month} busy={state === 'going'} onStart={submit} />
      )}
      {state === 'going' && <Going month={month} zone={zone} whole={whole} onStop={stop} />}
      {state === 'stopped' && whole?.seenUntil && (
        <output>
          {t('stopped')} <When at={whole.seenUntil} as="exact" />
        </output>
      )}
      <Refused error={error} />
      {whole && (state !== 'going' || whole.compared > 0) && <Outcome whole={whole} />}
    </Page>
  )
}

/** Several names in one word of the address. */
export function listed(text: string | undefined): string[] {
  return text ? text.split(',') : []
}

interface GoingProps {
  month: string
  zone: string
  whole: Whole | null
  onStop: () => void
}

function Going({ month, zone, whole, onStop }: GoingProps) {
  const t = useWords(comparison)
  return (
    <div className={classes.going}>
      <Progress
        value={share(month, zone, whole?.seenUntil ?? null)}
        aria-label={t('start')}
        style={{ flex: '1 1 160px' }}
      />
      <output>
        {t('going', { n: whole?.lookedAt ?? 0 })} <When at={whole?.seenUntil ?? null} as="exact" />
      </output>
      <Button variant="default" onClick={onStop}>
        {t('stop')}
      </Button>
    </div>
  )
}
