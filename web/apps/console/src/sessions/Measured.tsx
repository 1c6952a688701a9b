import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { fetchFile, keep } from '@wattfleet/api/file.ts'
import type { SessionDetailView, SignedSessionView, UnmeasuredView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { WhoAsks } from '@wattfleet/ui/frame/WhoAsks.tsx'
import { useSiteOf } from '@wattfleet/ui/show/place.ts'
import { useSaid } from '@wattfleet/ui/show/told.ts'
import { Energy } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { signed as book } from '@wattfleet/words/generated/signed.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { runs } from '@wattfleet/words/runs.ts'
import { type Mend, mendsOf } from './mending.ts'
import { SignedValue } from './SignedValue.tsx'
import classes from './sessions.module.css'

interface PartProps {
  session: SessionDetailView
  signed: SignedSessionView
}

/** Whether the session was measured as the law or its site asks: the verdict, its reasons, the proof. */
export function Measured({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  const query = useCall('GET /api/v1/sessions/{id}/signed-values', { path: { id: session.id } })
  const signed = query.data
  return (
    <Panel
      id="measured"
      title={t('title')}
      actions={signed && signed.values.length > 0 && <TransparencyFile id={session.id} />}
      flush
    >
      {signed === undefined ? waiting(query) : <Known session={session} signed={signed} />}
    </Panel>
  )
}

function Known({ session, signed }: PartProps) {
  return (
    <>
      <Verdict session={session} signed={signed} />
      {signed.values.length > 0 && <Proof session={session} signed={signed} />}
      {signed.values.map((one) => (
        <SignedValue key={one.text} value={one} proved={signed.key !== null} station={session.station} />
      ))}
    </>
  )
}

/** Held, passed, not yet judged, or nothing asked for; what is held says why and where it is mended. */
function Verdict({ session, signed }: PartProps) {
  const t = useWords(measuring)
  const asked = (
    <Explain title={t('asked')} why={() => <WhoAsks by={signed.by} note={signed.note} law={signed.law} />}>
      {t('asked')}
    </Explain>
  )
  if (!signed.required)
    return (
      <div className={classes.verdict}>
        <State state="unavailable" word={t('free')} />
        <span className={classes.dim}>{t('freeWhy')}</span>
      </div>
    )
  if (session.metrology?.state === 'pending')
    return (
      <div className={classes.verdict}>
        <State state="preparing" word={t('pending')} />
        <span>
          {t('pendingWhy')} {asked}
        </span>
      </div>
    )
  if (signed.problems.length === 0)
    return (
      <div className={classes.verdict}>
        <State state="available" word={t('passed')} />
        <span>
          {t('passedWhy')} {asked}
        </span>
      </div>
    )
  return (
    <div className={classes.verdict}>
      <State state="doubtful" word={t('held')} />
      {signed.problems.map((one) => (
        <Problem key={`${one.code} ${one.text}`} problem={one} session={session} />
      ))}
      <div>{asked}</div>
    </div>
  )
}

function Problem({ problem, session }: { problem: UnmeasuredView; session: SessionDetailView }) {
  const t = useWords(measuring)
  const word = useWordFor(runs)
  const said = useSaid(book)
  const hint = { ...problem, code: `${problem.code}_mend`, text: problem.hint }
  const why = () => (
    <Facts
      of={[
        [t('saidBy'), [said(problem), ...problem.because.map(said)].join(' ')],
        [t('todo'), said(hint)],
      ]}
    />
  )
  return (
    <div>
      {Object.hasOwn(runs, problem.code) ? word(problem.code) : said(problem)}{' '}
      <span className={classes.mends}>
        {mendsOf(problem.code).map((one) => (
          <MendLink key={one} to={one} session={session} />
        ))}
        <Explain title={t('held')} why={why} />
      </span>
    </div>
  )
}

function MendLink({ to, session }: { to: Mend; session: SessionDetailView }) {
  const t = useWords(measuring)
  const site = useSiteOf(session.station)
  const { id, station } = session
  const places: Readonly<Record<Mend, { to: string; search?: object }>> = {
    toKeys: { to: '/meter-keys', search: { station } },
    toDecide: { to: `/doubts/sessions/${id}` },
    toSite: { to: site ? `/sites/${site.id}` : '/sites' },
    toStation: { to: `/stations/${encodeURIComponent(station)}` },
    toTariffs: { to: '/tariffs' },
  }
  return (
    <Link className={classes.link} to={places[to].to as never} search={(places[to].search ?? {}) as never}>
      {t(to)}
    </Link>
  )
}

/** What was signed beside what the session says, and the key that proves it. */
function Proof({ session, signed }: PartProps) {
  const t = useWords(measuring)
  const differs = signed.energy_wh !== null && Number(signed.energy_wh) !== Number(session.energy_wh)
  return (
    <div className={classes.proof}>
      <Facts
        of={[
          [
            t('signedEnergy'),
            <span key="e">
              <Energy wh={signed.energy_wh} />
              {differs && (
                <span className={classes.dim}>
                  {' '}
                  (<Energy wh={session.energy_wh} /> {t('sessionEnergy')})
                </span>
              )}
            </span>,
          ],
          [t('provedBy'), signed.key === null ? t('noKey') : <ProvingKey key="k" id={signed.key} />],
          signed.time_billable !== null && [
            t('minutes'),
            t(signed.time_billable ? 'minutesYes' : 'minutesNo'),
          ],
        ]}
      />
    </div>
  )
}

function ProvingKey({ id }: { id: string }) {
  const key = useCall('GET /api/v1/meter-keys/{id}', { path: { id } })
  const { meter, fingerprint } = key.data ?? { meter: '', fingerprint: '' }
  return (
    <Link className={classes.link} to="/meter-keys/$id" params={{ id }}>
      {[meter, fingerprint.slice(0, 16)].filter(Boolean).join(' · ') || id}
    </Link>
  )
}

/** What a driver, or whoever checks a bill, loads into the transparency software. */
function TransparencyFile({ id }: { id: string }) {
  const t = useWords(measuring)
  const file = useMutation({
    mutationFn: async () => keep(await fetchFile('GET /api/v1/sessions/{id}/transparency', { path: { id } })),
  })
  return (
    <>
      <Refused error={file.error} />
      <Button variant="default" loading={file.isPending} onClick={() => file.mutate()}>
        {t('file')}
      </Button>
    </>
  )
}
