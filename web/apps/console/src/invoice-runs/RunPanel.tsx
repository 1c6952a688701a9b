import { CloseButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { RunView } from '@wattfleet/api/generated/shapes.ts'
import { refresh, useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Nets } from '@wattfleet/ui/show/Books.tsx'
import { monthText } from '@wattfleet/ui/show/days.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { useEffect } from 'react'
import { Deeds } from './Deeds.tsx'
import { Drafts } from './Drafts.tsx'
import { Holds } from './Holds.tsx'
import { isWorking, runState } from './runState.ts'
import classes from './runs.module.css'

const EVERY_MS = 700

/** One run: how far it is, what it comes to, what it held back, and what is to be done with it. */
export function RunPanel() {
  const { id } = useParams({ from: '/invoice-runs/$id' })
  const query = useCall('GET /api/v1/invoice-runs/{id}', { path: { id } })
  const { state } = query.data ?? {}
  const { refetch } = query
  const cache = useQueryClient()
  useEffect(() => {
    if (state === undefined) return
    if (!isWorking(state)) {
      // What it has made is there now.
      void refresh(cache, ['/api/v1/invoices', '/api/v1/invoice-runs$', `/api/v1/invoice-runs/{id}/holds`])
      return
    }
    const timer = setInterval(() => void refetch(), EVERY_MS)
    return () => clearInterval(timer)
  }, [state, refetch, cache])
  if (query.data === undefined) return waiting(query)
  return <Known key={query.data.id} run={query.data} />
}

function Known({ run }: { run: RunView }) {
  const t = useWords(runs)
  const may = useMay()
  const { locale } = useLanguage()
  return (
    <Page
      title={monthText(run.month, locale)}
      note={<State state={runState(run)} />}
      actions={
        <CloseButton aria-label={t('close')} renderRoot={(props) => <Link to="/invoice-runs" {...props} />} />
      }
    >
      {isWorking(run.state) && <Progress run={run} />}
      <div className={classes.figures}>
        <Figure label={t('documents')} to="#documents">
          {run.invoices}
        </Figure>
        <Figure label={t('sum')} to="#documents">
          <Nets of={run.nets} />
        </Figure>
        <Figure label={t('difference')} to={null}>
          <Explain title={t('differenceWhy')} why={() => <DifferenceWhy run={run} />}>
            <Nets of={run.difference} signed />
          </Explain>
        </Figure>
        <Figure label={t('held')} to="#holds">
          {run.held}
        </Figure>
      </div>
      {may('billing:write') && <Deeds key={run.state} run={run} />}
      {!isWorking(run.state) && <Holds run={run} />}
      {!isWorking(run.state) && run.state !== 'discarded' && <Drafts run={run} />}
    </Page>
  )
}

function Progress({ run }: { run: RunView }) {
  const t = useWords(runs)
  const issuing = run.state === 'issuing'
  const [n, of] = issuing ? [run.issued, run.invoices] : [run.accounts, run.of_accounts]
  const text = t(issuing ? 'numbering' : 'looking', { n, of })
  return (
    <div className={classes.progress}>
      <progress aria-label={text} value={n} max={Math.max(of, 1)} />
      <output className={classes.dim}>{text}</output>
    </div>
  )
}

function DifferenceWhy({ run }: { run: RunView }) {
  const t = useWords(runs)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Facts
        of={[
          [t('thisMonth'), <Nets key="n" of={run.nets} />],
          [t('lastMonth'), <Nets key="l" of={run.last_nets} />],
          [t('difference'), <Nets key="d" of={run.difference} signed />],
        ]}
      />
      <span className={classes.dim}>{t('lastWhy')}</span>
    </div>
  )
}
