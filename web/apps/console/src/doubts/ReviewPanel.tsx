import { CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { ReviewView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange, usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Frame, payloadLine } from '@wattfleet/ui/frame/Frame.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Inner, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Energy, Lasting, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { Amend } from './Amend.tsx'
import { Decide, type Deed } from './Decide.tsx'
import classes from './doubts.module.css'
import { Effect } from './Effect.tsx'
import { useRuleWords } from './why.ts'

const TOUCHES = ['/api/v1/doubts', '/api/v1/sessions']

/** A session in doubt: what was said, what we believe, and what accepting it would change. */
export function ReviewPanel() {
  const { session: id } = useParams({ from: '/doubts/sessions/$session' })
  const session = useCall('GET /api/v1/sessions/{id}', { path: { id } })
  const review = useCall('GET /api/v1/sessions/{id}/review', { path: { id } })
  if (session.data === undefined) return waiting(session)
  if (review.data === undefined) return waiting(review)
  return <Known session={session.data} review={review.data} />
}

interface KnownProps {
  session: SessionDetailView
  review: ReviewView
}

function Known({ session, review }: KnownProps) {
  const t = useWords(doubts)
  const c = useWords(common)
  const may = useMay()
  const close = (
    <>
      <Link to="/sessions/$id" params={{ id: session.id }} style={{ color: 'var(--wf-accent)' }}>
        {t('toSession')}
      </Link>
      <CloseButton
        aria-label={c('close')}
        renderRoot={(props) => <Link to="/doubts" search={(before) => before} {...props} />}
      />
    </>
  )
  return (
    <Page title={session.station} note={<State state={session.state} />} actions={close}>
      <Held review={review} />
      <div className={classes.desk}>
        <Said id={session.id} />
        <Believed session={session} />
      </div>
      {review.held.length > 0 && (
        <Panel title={t('change')}>
          <Effect effect={review.accept} session={session.id} />
        </Panel>
      )}
      {may('doubts:write') && session.state !== 'active' && (
        <>
          <Choices session={session} review={review} />
          {review.state !== 'written_off' && <Amend session={session} review={review} />}
        </>
      )}
    </Page>
  )
}

function Held({ review }: { review: ReviewView }) {
  const t = useWords(doubts)
  const word = useWordFor(sessions)
  const why = useRuleWords('why')
  return (
    <Panel title={review.held.length ? t('held') : t('decided')}>
      <div className={classes.why}>
        {review.held.map((one) => (
          <div key={one.rule}>
            <State state="doubtful" word={word(one.rule)} /> {why(one.rule, one.why)}
          </div>
        ))}
        {review.accepted.length > 0 && (
          <div>
            {t('accepted')}: {review.accepted.map(word).join(' · ')}
          </div>
        )}
      </div>
    </Panel>
  )
}

function Said({ id }: { id: string }) {
  const t = useWords(doubts)
  const frames = usePages('GET /api/v1/sessions/{id}/evidence', { path: { id }, query: { limit: 20 } })
  return (
    <Panel title={t('said')}>
      {frames.data === undefined && waiting(frames)}
      <div className={classes.why}>
        {frames.items.map((one) => (
          <div key={one.id} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
            <When at={one.at} />{' '}
            <Explain title={one.action || one.kind} why={() => <Frame frame={one} />}>
              {one.action || one.kind}
            </Explain>{' '}
            <code className={classes.dim}>{payloadLine(one)}</code>
          </div>
        ))}
      </div>
    </Panel>
  )
}

function Believed({ session }: { session: SessionDetailView }) {
  const t = useWords(doubts)
  const s = useWords(sessions)
  const zone = useZoneOf(session.station)
  return (
    <Panel title={t('believed')}>
      <Facts
        of={[
          [
            s('energy'),
            <Inner key="e" className={classes.link} href={`/sessions/${session.id}#ends`}>
              <Energy wh={session.energy_wh} />
            </Inner>,
          ],
          [
            t('registers'),
            <Inner key="r" className={classes.link} href={`/sessions/${session.id}#evidence`}>
              <Energy wh={session.begin_register_wh} /> → <Energy wh={session.end_register_wh} />
            </Inner>,
          ],
          [s('started'), <When key="s" at={session.started_at} zone={zone} as="exact" />],
          [s('ended'), <When key="n" at={session.ended_at} zone={zone} as="exact" />],
          [s('lasted'), <Lasting key="l" from={session.started_at} to={session.ended_at} />],
          [t('card'), session.token ?? '—'],
          [
            t('price'),
            <Inner key="p" className={classes.link} href={`/sessions/${session.id}#price`}>
              <Money of={session.cost?.amount ?? null} currency={session.cost?.currency ?? 'EUR'} />
            </Inner>,
          ],
        ]}
      />
    </Panel>
  )
}

function Choices({ session, review }: KnownProps) {
  const t = useWords(doubts)
  const accept = useChange('POST /api/v1/sessions/{id}/accept', TOUCHES)
  const back = useChange('POST /api/v1/sessions/{id}/unaccept', TOUCHES)
  const writeOff = useChange('POST /api/v1/sessions/{id}/write-off', TOUCHES)
  const reinstate = useChange('POST /api/v1/sessions/{id}/reinstate', TOUCHES)
  const path = { id: session.id }
  const { revision } = review
  const gone = review.state === 'written_off'
  const deeds: Deed[] = []
  if (review.held.length && !gone)
    deeds.push({
      word: 'accept',
      consequence: 'consequenceAccept',
      run: (reason, version) => accept.mutate({ path, version, body: { reason } }),
    })
  if (review.accepted.length && !gone)
    deeds.push({
      word: 'unaccept',
      quiet: true,
      run: (reason, version) => back.mutate({ path, version, body: { reason } }),
    })
  if (!gone)
    deeds.push({
      word: 'writeOff',
      consequence: 'consequenceGiveUp',
      quiet: true,
      run: (reason, version) => writeOff.mutate({ path, version, body: { revision, reason } }),
    })
  if (gone)
    deeds.push({
      word: 'reinstate',
      quiet: true,
      run: (reason, version) => reinstate.mutate({ path, version, body: { revision, reason } }),
    })
  return (
    <Panel title={t('decide')}>
      <Decide
        deeds={deeds}
        changes={[accept, back, writeOff, reinstate]}
        version={review.version}
        about={['session', session.id]}
      />
    </Panel>
  )
}
