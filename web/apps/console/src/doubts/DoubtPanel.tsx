import { Button, CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { CandidateView, ExplainedView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { Energy, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { useState } from 'react'
import { Decide, type Deed } from './Decide.tsx'
import classes from './doubts.module.css'
import { Effect } from './Effect.tsx'
import { Told } from './Told.tsx'
import { useRuleWords } from './why.ts'

const TOUCHES = ['/api/v1/doubts', '/api/v1/sessions']

/** A fact that fits no session: what was said, what we believe, and what each choice would change. */
export function DoubtPanel() {
  const { id } = useParams({ from: '/doubts/$id' })
  const query = useCall('GET /api/v1/doubts/{id}/explanation', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={id} doubt={query.data} />
}

function Known({ doubt }: { doubt: ExplainedView }) {
  const t = useWords(doubts)
  const c = useWords(common)
  const word = useWordFor(sessions)
  const state = useWordFor(doubts)
  const why = useRuleWords('why')
  const heals = useRuleWords('heals')
  const end = useRuleWords('end')
  const may = useMay()
  const close = (
    <CloseButton
      aria-label={c('close')}
      renderRoot={(props) => <Link to="/doubts" search={(before) => before} {...props} />}
    />
  )
  return (
    <Page title={doubt.station} note={<State state="doubtful" word={word(doubt.rule)} />} actions={close}>
      <div className={classes.desk}>
        <Panel title={t('said')}>
          <Told doubt={doubt} />
        </Panel>
        <Panel title={t('believed')}>
          <div className={classes.why}>
            <strong>{why(doubt.rule, doubt.why)}</strong>
            <Facts
              of={[
                [t('state'), state(doubt.state)],
                doubt.state === 'open' && [
                  t('ends'),
                  <span key="e">
                    <When at={doubt.ends_at} as="ago" />: {end(doubt.ends_as, doubt.end)}
                  </span>,
                ],
                doubt.state === 'open' && [t('heals'), heals(doubt.rule, doubt.heals)],
                doubt.note !== '' && [t('reason'), <Said key="n" text={doubt.note} />],
              ]}
            />
            {doubt.session && (
              <Link to="/sessions/$id" params={{ id: doubt.session }} style={{ color: 'var(--wf-accent)' }}>
                {t('toSession')}
              </Link>
            )}
          </div>
        </Panel>
      </div>
      {doubt.state === 'open' && <Candidates of={doubt.candidates} doubt={doubt} />}
      {may('doubts:write') && doubt.state === 'dismissed' && <Reopen doubt={doubt} />}
      {may('doubts:write') && doubt.state === 'resolved' && <Unmatch doubt={doubt} />}
    </Page>
  )
}

function Candidates({ of, doubt }: { of: readonly CandidateView[]; doubt: ExplainedView }) {
  const t = useWords(doubts)
  const may = useMay()
  const [picked, choose] = useState('')
  const fits = of.find((one) => one.session === picked) ?? of.find((one) => one.changes)
  const chosen = fits?.session ?? ''
  const match = useChange('POST /api/v1/doubts/{id}/match', TOUCHES)
  const writeOff = useChange('POST /api/v1/doubts/{id}/write-off', TOUCHES)
  const path = { id: doubt.id }
  const deeds: Deed[] = [
    {
      word: 'writeOff',
      consequence: 'consequenceWriteOff',
      quiet: true,
      run: (reason, version) => writeOff.mutate({ path, version, body: { reason } }),
    },
  ]
  if (chosen)
    deeds.unshift({
      word: 'match',
      run: (reason, version) => match.mutate({ path, version, body: { session: chosen, reason } }),
    })
  return (
    <>
      <Panel title={t('change')} flush>
        {of.length === 0 && <div className={`${classes.candidate} ${classes.dim}`}>{t('noCandidates')}</div>}
        {of.map((one) => (
          <Candidate
            key={one.session}
            one={one}
            frame={doubt.frame}
            chosen={one.session === chosen}
            choose={() => choose(one.session)}
          />
        ))}
      </Panel>
      {may('doubts:write') && (
        <Panel title={t('decide')}>
          <Decide
            deeds={deeds}
            changes={[match, writeOff]}
            version={doubt.version}
            about={['doubt', doubt.id]}
          />
        </Panel>
      )}
    </>
  )
}

interface CandidateProps {
  one: CandidateView
  frame: number | null
  chosen: boolean
  choose: () => void
}

function Candidate({ one, frame, chosen, choose }: CandidateProps) {
  const t = useWords(doubts)
  return (
    <div className={classes.candidate}>
      <div className={classes.buttons}>
        <Button variant={chosen ? 'light' : 'default'} aria-pressed={chosen} onClick={choose}>
          <When at={one.started_at} /> – <When at={one.ended_at} />
        </Button>
        <State state={one.state} />
        <span className={classes.dim}>
          {t('card')} {one.token ?? '—'} · {t('registers')} <Energy wh={one.begin_register_wh} /> →{' '}
          <Energy wh={one.end_register_wh} />
        </span>
      </div>
      {one.changes ? (
        <Effect effect={one.effect} session={one.session} frame={frame} />
      ) : (
        <span className={classes.dim}>{t('nothing')}</span>
      )}
    </div>
  )
}

function Reopen({ doubt }: { doubt: ExplainedView }) {
  const t = useWords(doubts)
  const reopen = useChange('POST /api/v1/doubts/{id}/reopen', TOUCHES)
  return (
    <Panel title={t('decide')}>
      <Decide
        deeds={[
          {
            word: 'reopen',
            quiet: true,
            run: (reason, version) => reopen.mutate({ path: { id: doubt.id }, version, body: { reason } }),
          },
        ]}
        changes={[reopen]}
        version={doubt.version}
        about={['doubt', doubt.id]}
      />
    </Panel>
  )
}

/** A match that was a mistake: the session is again as it was without it. */
function Unmatch({ doubt }: { doubt: ExplainedView }) {
  const t = useWords(doubts)
  const unmatch = useChange('POST /api/v1/doubts/{id}/unmatch', TOUCHES)
  const run = (reason: string, version: number) =>
    unmatch.mutate({ path: { id: doubt.id }, version, body: { reason } })
  return (
    <Panel title={t('decide')}>
      <Decide
        deeds={[{ word: 'unmatch', quiet: true, run }]}
        changes={[unmatch]}
        version={doubt.version}
        about={['doubt', doubt.id]}
      />
    </Panel>
  )
}
