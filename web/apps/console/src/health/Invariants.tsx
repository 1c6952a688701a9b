import type { InvariantView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useTold } from '@wattfleet/ui/show/told.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { invariants } from '@wattfleet/words/generated/invariants.ts'
import { health } from '@wattfleet/words/health.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type Book, phrase } from '@wattfleet/words/words.ts'
import classes from './health.module.css'

const LOOKS = { holds: 'available', violated: 'faulted', unchecked: 'unavailable' } as const

/** The board of what must hold whatever happens; each line opens to how it is looked for. */
export function Invariants() {
  const t = useWords(health)
  const promise = usePromise()
  const audit = useCall('GET /api/v1/audit', {}, { everyMs: 30_000 })
  const at = audit.data?.ended_at
  const note = at && (
    <small className={classes.dim}>
      {t('auditAt')} <When at={at} as="ago" /> · {t('violations')}: {audit.data?.violations}
    </small>
  )
  return (
    <Panel title={t('board')} actions={note} flush>
      <div className={`${classes.line} ${classes.dim}`}>{t('boardWill')}</div>
      {audit.data === undefined && waiting(audit)}
      <div className={classes.board}>
        {audit.data?.invariants.map((one) => (
          <div key={one.id} className={classes.invariant}>
            <State state={LOOKS[one.state]} word={`${one.id} ${t(one.state)}`} />
            {one.how ? (
              <Explain title={`${one.id} · ${promise(one.id, one.title)}`} why={() => <How one={one} />}>
                {promise(one.id, one.title)}
              </Explain>
            ) : (
              <span className={classes.dim}>{promise(one.id, one.title)}</span>
            )}
          </div>
        ))}
      </div>
    </Panel>
  )
}

/** A sentence about an invariant in the reader's language; the server's English for one that is new to us. */
function usePromise(): (key: string, english: string) => string {
  const { language } = useLanguage()
  return (key, english) => {
    const known = (invariants as Book)[key]
    return known === undefined ? english : phrase(known, language)
  }
}

function How({ one }: { one: InvariantView }) {
  const t = useWords(health)
  const promise = usePromise()
  const told = useTold(invariants)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Facts
        of={[
          [t('how'), promise(`${one.id}_how`, one.how)],
          one.blind !== '' && [t('blind'), promise(`${one.id}_blind`, one.blind)],
          [t('violations'), one.violations],
        ]}
      />
      {one.evidence.map((found) => (
        <div key={`${found.words} ${found.rows[0]}`}>
          <strong>{told(found).words}</strong>
          <div>{told(found).mend}</div>
          <code>{[...found.rows, ...found.frames].join(' ')}</code>
        </div>
      ))}
    </div>
  )
}
