import { Link } from '@tanstack/react-router'
import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { WhyTariff } from '@wattfleet/ui/frame/WhyTariff.tsx'
import { groups } from '@wattfleet/words/groups.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import classes from './sessions.module.css'

/** What the session costs, line by line, and by which tariff; both ways down come at once, so that none moves. */
export function Price({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const g = useWords(groups)
  const word = useWordFor(sessions)
  const everyMs = session.state === 'active' ? 5000 : undefined
  const rating = useCall('GET /api/v1/sessions/{id}/rating', { path: { id: session.id } }, { everyMs })
  const known = rating.data
  const tariff = known?.tariff_id && (
    <Link to="/tariffs/$id" params={{ id: known.tariff_id }} style={{ color: 'var(--wf-accent)' }}>
      {t('tariff')} · {t('version', { n: known.tariff_version ?? 0 })}
    </Link>
  )
  return (
    <Panel
      id="price"
      title={t('price')}
      flush
      actions={
        known !== undefined && (
          <>
            {tariff}
            <Explain title={g('whySession')} why={() => <Why id={session.id} />}>
              {g('whySession')}
            </Explain>
          </>
        )
      }
    >
      {known === undefined && waiting(rating)}
      {known && known.amount == null && (
        <div className={`${classes.line} ${classes.dim}`}>
          {t('noPrice')}: {word(known.cost_reason ?? 'not_rated')}
        </div>
      )}
      {known && known.amount != null && <PriceLines rating={known} />}
    </Panel>
  )
}

function Why({ id }: { id: string }) {
  const why = useCall('GET /api/v1/sessions/{id}/tariff', { path: { id } })
  if (why.data === undefined) return waiting(why)
  return <WhyTariff why={why.data} />
}
