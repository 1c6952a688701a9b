import type { InvariantView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { health } from '@wattfleet/words/health.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import classes from './health.module.css'

const LOOKS = { holds: 'available', violated: 'faulted', unchecked: 'unavailable' } as const

/** The board of what must hold whatever happens; each line opens to how it is looked for. */
export function Invariants() {
  const t = useWords(health)
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
              <Explain title={`${one.id} · ${one.title}`} why={() => <How one={one} />}>
                {one.title}
              </Explain>
            ) : (
              <span className={classes.dim}>{one.title}</span>
            )}
          </div>
        ))}
      </div>
    </Panel>
  )
}

function How({ one }: { one: InvariantView }) {
  const t = useWords(health)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Facts
        of={[
          [t('how'), one.how],
          one.blind !== '' && [t('blind'), one.blind],
          [t('violations'), one.violations],
        ]}
      />
      {one.evidence.map((found) => (
        <div key={found.words}>
          <strong>{found.words}</strong>
          <div>{found.mend}</div>
          <code>{[...found.rows, ...found.frames].join(' ')}</code>
        </div>
      ))}
    </div>
  )
}
