import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Energy, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { Differs } from './Differs.tsx'
import classes from './sessions.module.css'

/** What the session was before it learned more: each revision with its cause, and who or what made it. */
export function Revisions({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const word = useWordFor(sessions)
  const found = usePages('GET /api/v1/sessions/{id}/revisions', {
    path: { id: session.id },
    query: { limit: 20 },
  })
  if (found.items.length < 2) return null
  return (
    <Panel title={t('revisions')} flush>
      {found.items.map((one, at) => (
        <div key={one.number} className={classes.line}>
          <span>
            {t('revision', { n: one.number })} · <When at={one.at} /> · {word(`cause_${one.cause}`)}
            {one.by.name && ` · ${one.by.name}`}
            {one.reason && <span className={classes.dim}> · {one.reason}</span>}
          </span>
          <Explain
            title={t('revision', { n: one.number })}
            why={() => <Differs one={one} before={found.items[at - 1]} />}
          >
            <Energy wh={one.energy_wh} /> ·{' '}
            <Money of={one.cost?.amount ?? null} currency={one.cost?.currency ?? 'EUR'} />
          </Explain>
        </div>
      ))}
    </Panel>
  )
}
