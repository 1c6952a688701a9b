import { Button, CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useLive } from '@wattfleet/live/live.tsx'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useSiteOf, useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Energy, Lasting, Money, Power, When } from '@wattfleet/ui/show/Values.tsx'
import { sessionState } from '@wattfleet/ui/state/cars.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { disputes } from '@wattfleet/words/disputes.ts'
import { happened } from '@wattfleet/words/happened.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { sessions } from '@wattfleet/words/sessions.ts'
import { lazy, Suspense } from 'react'
import { Billed } from './Billed.tsx'
import { Evidence } from './Evidence.tsx'
import { HeldLine } from './HeldLine.tsx'
import { Margin } from './Margin.tsx'
import { Measured } from './Measured.tsx'
import { Price } from './Price.tsx'
import { Registers } from './Registers.tsx'
import { Revisions } from './Revisions.tsx'
import { StopButton } from './StopButton.tsx'
import classes from './sessions.module.css'

const Curve = lazy(() => import('./Curve.tsx').then((one) => ({ default: one.Curve })))

/** One session: what it took, what it costs and why, and what that rests on. */
export function SessionPanel() {
  const { id } = useParams({ from: '/sessions/$id' })
  const query = useCall('GET /api/v1/sessions/{id}', { path: { id } }, { everyMs: 5000 })
  const live = useLive('session', id)
  if (query.data === undefined) return waiting(query)
  const newer = live && live.version >= query.data.version ? live : {}
  return <Known session={{ ...query.data, ...newer }} />
}

function Known({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const c = useWords(common)
  const may = useMay()
  const zone = useZoneOf(session.station)
  return (
    <Page
      title={session.station}
      note={<State state={sessionState(session)} />}
      actions={
        <>
          <StopButton session={session} />
          <Dispute session={session} />
          <CloseButton
            aria-label={c('close')}
            renderRoot={(props) => <Link to="/sessions" search={(before) => before} {...props} />}
          />
        </>
      }
    >
      <div className={classes.head}>
        <Figure label={t('energy')} to="#evidence">
          <Energy wh={session.energy_wh} />
        </Figure>
        <Figure
          label={session.cost && !session.cost.final ? `${t('cost')} ${t('soFar')}` : t('cost')}
          to="#price"
        >
          <Money of={session.cost?.amount ?? null} currency={session.cost?.currency ?? 'EUR'} />
        </Figure>
        {session.state === 'active' && session.power_w !== null && (
          <Figure label={t('power')} to="#power">
            <Power w={session.power_w} />
          </Figure>
        )}
        <Figure label={t('lasted')} to="#ends">
          <Lasting from={session.started_at} to={session.ended_at} />
        </Figure>
      </div>
      <HeldLine session={session} />
      <Doubt flags={session.flags} id={session.id} review={session.state === 'review'} />
      <Panel id="power" title={t('power')}>
        <Suspense fallback={<div style={{ height: 244 }} />}>
          <Curve session={session} zone={zone} />
        </Suspense>
      </Panel>
      <div className={classes.columns}>
        <Ends session={session} zone={zone} />
        <Who session={session} />
      </div>
      <Measured session={session} />
      <Price session={session} />
      <Billed session={session} />
      {may('billing:read') && <Margin session={session} />}
      <Revisions session={session} />
      <Evidence session={session} />
    </Page>
  )
}

function Doubt({ flags, id, review }: { flags: readonly string[]; id: string; review: boolean }) {
  const t = useWords(sessions)
  const word = useWordFor(sessions)
  if (flags.length === 0) return null
  return (
    <div className={classes.doubt}>
      <State state="doubtful" word={t('flags')} /> {flags.map(word).join(' · ')}{' '}
      {review && (
        <Link to={`/doubts/sessions/${id}` as never} style={{ color: 'var(--wf-accent)' }}>
          {t('decide')}
        </Link>
      )}
    </div>
  )
}

function Ends({ session, zone }: { session: SessionDetailView; zone: string }) {
  const t = useWords(sessions)
  const word = useWordFor(happened, 'end_')
  const end = (at: string | null, why: string) => (
    <>
      <When at={at} zone={zone} as="exact" />
      <div className={classes.dim}>{why}</div>
    </>
  )
  return (
    <Panel id="ends" title={t('ends')}>
      <Facts
        of={[
          [t('started'), <When key="s" at={session.started_at} zone={zone} as="exact" />],
          [t('energyEnd'), end(session.energy_end_at, t('energyEndWhy'))],
          [t('billingEnd'), end(session.ended_at, t('billingEndWhy'))],
          [t('plugOut'), end(session.plugged_out_at, t('plugOutWhy'))],
          session.reason !== null && [t('endReason'), word(session.reason)],
        ]}
      />
    </Panel>
  )
}

function Who({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const m = useWords(measuring)
  const site = useSiteOf(session.station)
  const registers = [session.begin_register_wh, session.end_register_wh]
  return (
    <Panel title={t('who')}>
      <Facts
        of={[
          [t('card'), session.token ?? '—'],
          [t('driver'), session.driver ?? '—'],
          [t('vehicle'), session.vehicle ?? '—'],
          [t('site'), site?.name ?? '—'],
          [
            t('station'),
            <Link
              key="st"
              to="/stations/$identity"
              params={{ identity: session.station }}
              style={{ color: 'var(--wf-accent)' }}
            >
              {session.station}
            </Link>,
          ],
          [t('evse'), session.evse],
          [
            t('registers'),
            <Explain key="r" title={m('registers')} why={() => <Registers session={session} />}>
              <Energy wh={registers[0] ?? null} /> → <Energy wh={registers[1] ?? null} />
            </Explain>,
          ],
          [t('transaction'), session.transaction],
          [t('received'), <When key="h" at={session.received_at} as="exact" />],
          session.remote_start !== null && ['', t('byRemote')],
        ]}
      />
    </Panel>
  )
}

/** An agent opens a dispute where she sees what it is about. */
function Dispute({ session }: { session: SessionDetailView }) {
  const t = useWords(disputes)
  const may = useMay()
  if (session.state === 'active' || !may('disputes:write')) return null
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/disputes/new" search={{ session: session.id } as never} {...props} />}
    >
      {t('make')}
    </Button>
  )
}
