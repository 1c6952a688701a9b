import { Link } from '@tanstack/react-router'
import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { troublesOf } from '@wattfleet/ui/state/station.ts'
import { faults } from '@wattfleet/words/generated/faults.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { useMemo } from 'react'
import classes from './overview.module.css'

const MOST = 8

/** What is wrong, with its cause and since when; a click leads to the station. */
export function Troubles({ stations }: { stations: readonly StationView[] }) {
  const t = useWords(overview)
  const fault = useWordFor(faults)
  const troubles = useMemo(() => troublesOf(stations), [stations])
  const more = troubles.length - MOST
  return (
    <Panel title={t('wrong')} flush>
      {troubles.length === 0 && (
        <div style={{ padding: 12, color: 'var(--wf-dim)' }}>{t('nothingWrong')}</div>
      )}
      <ul className={classes.troubles}>
        {troubles.slice(0, MOST).map(({ station, state, since, causes }) => (
          <li key={`${station.id} ${state} ${since} ${causes.join()}`}>
            <Link
              to="/stations/$identity"
              params={{ identity: station.identity }}
              className={classes.trouble}
            >
              <State state={state} />
              <span className={classes.name}>{station.name || station.identity}</span>
              <span className={classes.cause}>
                {causes.map(fault).join(' · ') || (since === null ? t('neverSeen') : t('silentSince'))}
              </span>
              {since === null ? <span /> : <When at={since} as="ago" />}
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <div style={{ padding: '4px 12px 8px' }}>
          <Link to="/stations" search={{ connected: 'false' } as never} style={{ color: 'var(--wf-accent)' }}>
            {t('moreTroubles', { n: more })}
          </Link>
        </div>
      )}
    </Panel>
  )
}
