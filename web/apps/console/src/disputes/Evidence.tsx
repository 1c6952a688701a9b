import { Button } from '@mantine/core'
import { keep } from '@wattfleet/api/file.ts'
import type { DisputeView, EvidenceView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useSaid } from '@wattfleet/ui/show/told.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { proved } from '@wattfleet/words/generated/proved.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import classes from './disputes.module.css'

/** The bundle that both sides see: what is in it, and what follows when it is computed again. */
export function Evidence({ dispute }: { dispute: DisputeView }) {
  const t = useWords(disputes)
  const found = useCall('GET /api/v1/disputes/{id}/evidence', { path: { id: dispute.id } })
  const save =
    found.data === undefined ? null : (
      <Button variant="default" onClick={() => found.data && kept(dispute.id, found.data)}>
        {t('bundle')}
      </Button>
    )
  return (
    <Panel title={t('evidence')} actions={save}>
      {found.data === undefined ? waiting(found) : <Known evidence={found.data} />}
    </Panel>
  )
}

function kept(id: string, evidence: EvidenceView): void {
  const content = new Blob([JSON.stringify(evidence, null, 1)], { type: 'application/json' })
  keep({ content, name: `dispute-${id}.json`, sha256: '', pages: 1 })
}

function Known({ evidence }: { evidence: EvidenceView }) {
  const t = useWords(disputes)
  const word = useWordFor(disputes, 'of_')
  const said = useSaid(proved)
  const count = (of: unknown) => (Array.isArray(of) ? of.length : 0)
  const session = evidence.session
  return (
    <div className={classes.form}>
      <Facts
        of={[
          evidence.invoice !== '' && [t('billedOn'), evidence.invoice],
          session !== null && [t('frames'), count(session.frames)],
          session !== null && [t('registers'), count(session.registers)],
          session !== null && [t('signed'), evidence.signed.length],
          session !== null && [t('revisions'), evidence.revisions.length],
        ]}
      />
      <strong>{t('computed')}</strong>
      <ul className={classes.checks}>
        {evidence.checks.map((one, at) => (
          <li key={`${at + 1} ${one.thing}`}>
            <State
              state={one.holds === null ? 'unknown' : one.holds ? 'available' : 'faulted'}
              word={one.holds === null ? t('cannotSay') : one.holds ? t('holds') : t('holdsNot')}
            />{' '}
            {one.thing.startsWith('session ') ? '' : `${word(one.thing)}: `}
            {said(one)}
          </li>
        ))}
      </ul>
    </div>
  )
}
