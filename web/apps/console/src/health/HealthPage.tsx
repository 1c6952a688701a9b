import type { HealthFactsView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { type Line, TimeAxis } from '@wattfleet/ui/charts/TimeAxis.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useInside } from '@wattfleet/ui/show/inside.ts'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { readersZone } from '@wattfleet/ui/show/times.ts'
import { useTold } from '@wattfleet/ui/show/told.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { told as words } from '@wattfleet/words/generated/told.ts'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { health } from '@wattfleet/words/health.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import classes from './health.module.css'
import { Invariants } from './Invariants.tsx'
import { Arrivals, Disk, Work } from './Numbers.tsx'

const LOOKS = { well: 'available', note: 'reserved', warning: 'preparing', problem: 'faulted' } as const

/** How the system itself is: what was found, what it stands on, what waits, and its invariants. */
export function HealthPage() {
  const pages = useWords(shell)
  const t = useWords(health)
  const query = useCall('GET /api/v1/health', {}, { everyMs: 10_000 })
  if (query.data === undefined) return <Page title={pages('health')}>{waiting(query)}</Page>
  const facts = query.data
  return (
    <Page title={pages('health')} note={<State state={LOOKS[facts.status]} word={t(facts.status)} />}>
      <Findings facts={facts} />
      <div className={classes.cards}>
        <Disk facts={facts} />
        <Backup facts={facts} />
        <Clock facts={facts} />
        <Arrivals facts={facts} />
        <Work facts={facts} />
      </div>
      <Growth facts={facts} />
      <Invariants />
    </Page>
  )
}

interface Of {
  facts: HealthFactsView
}

function Findings({ facts }: Of) {
  const t = useWords(health)
  const told = useTold(words, useInside())
  return (
    <Panel title={t('findings')} flush>
      {facts.findings.length === 0 && <div className={classes.line}>{t('allWell')}</div>}
      {facts.findings.map((one) => (
        <div key={`${one.code} ${one.words}`} className={classes.line}>
          <State state={LOOKS[one.severity]} word={t(one.severity)} />
          <div>
            <strong>{told(one).words}</strong>
            <div className={classes.dim}>{told(one).mend}</div>
          </div>
        </div>
      ))}
    </Panel>
  )
}

function Backup({ facts: { backup } }: Of) {
  const t = useWords(health)
  if (backup === null) return null
  const at = (moment: string | null) => (moment === null ? t('never') : <When at={moment} as="ago" />)
  return (
    <Panel title={t('backup')}>
      <Facts
        of={[
          [t('last'), at(backup.last_at)],
          backup.following && [t('shipped'), at(backup.shipped_at)],
          [t('checked'), at(backup.checked_at)],
          backup.problem !== '' && [t('problem'), <Said key="p" text={backup.problem} from={troubles} />],
        ]}
      />
    </Panel>
  )
}

function Clock({ facts: { clock, certificates } }: Of) {
  const t = useWords(health)
  return (
    <Panel title={`${t('clock')} · ${t('certificates')}`}>
      <Facts
        of={[
          clock && [
            t('clock'),
            clock.synchronised === null ? '—' : clock.synchronised ? t('synchronised') : t('notSynchronised'),
          ],
          clock?.most_error_ms != null && [t('error'), t('ms', { n: clock.most_error_ms })],
          certificates.length === 0 && [t('certificates'), t('noCertificates')],
          ...certificates.map(
            (one) =>
              [
                one.family,
                <span key={one.chain}>
                  {one.problem ? <Said text={one.problem} from={troubles} /> : t('ends')}{' '}
                  <When at={one.ends_at} as="ago" />
                </span>,
              ] as const,
          ),
        ]}
      />
    </Panel>
  )
}

function Growth({ facts: { samples } }: Of) {
  const t = useWords(health)
  if (samples.length < 2) return null
  const lines: Line[] = [
    {
      name: t('database'),
      unit: 'MB',
      as: 'area',
      colour: '--wf-accent',
      points: samples.map((one) => [Date.parse(one.at), one.database_bytes / 1e6] as const),
    },
  ]
  return (
    <Panel title={t('overTime')}>
      <TimeAxis label={t('overTime')} lines={lines} zone={readersZone()} height={140} />
    </Panel>
  )
}
