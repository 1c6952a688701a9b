import type { SessionDetailView, SessionView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useLive } from '@wattfleet/live/live.tsx'
import { Energy, Lasting, Money, Power } from '@wattfleet/ui/show/Values.tsx'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { driver } from '@wattfleet/words/driver.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import classes from './driver.module.css'
import { StopCharge } from './StopCharge.tsx'

const LOOKS: Record<string, [look: string, word: keyof typeof driver & string]> = {
  charging: ['charging', 'charging'],
  suspended_ev: ['suspended_ev', 'pausedByCar'],
  suspended_evse: ['suspended_evse', 'pausedByUs'],
}

/** What charges now: big state, big sum, few words. */
export function LiveSession({ session: known }: { session: SessionView }) {
  const t = useWords(driver)
  const path = { id: known.id }
  const detail = useCall('GET /api/v1/my/sessions/{id}', { path }, { everyMs: 10_000 })
  const live = useLive('session', known.id)
  const session: SessionView & Partial<SessionDetailView> = {
    ...known,
    ...detail.data,
    ...newer(live, known),
  }
  const power = Number(session.power_w ?? 0)
  const [look, word] = LOOKS[session.charging ?? (power > 0 ? 'charging' : '')] ?? ['preparing', 'waiting']
  return (
    <section className={classes.live} aria-live="polite">
      <p className={classes.state}>
        <Shape state={look} size={28} /> {t(word)}
      </p>
      {power > 0 && (
        <p className={classes.power}>
          <Power w={session.power_w ?? null} />
        </p>
      )}
      <p className={classes.dim}>
        {t('at', { station: session.station })} · <Lasting from={session.started_at} to={session.ended_at} />
      </p>
      <dl className={classes.facts}>
        <Fact name={t('energy')}>
          <Energy wh={session.energy_wh} digits={2} />
        </Fact>
        <Fact name={t('cost')}>
          {session.cost ? <Money of={session.cost.amount} currency={session.cost.currency} /> : t('noCost')}
        </Fact>
        {session.soc && <Fact name={t('battery')}>{Math.round(Number(session.soc))} %</Fact>}
      </dl>
      <StopCharge session={session} />
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What came live counts if it is not older. */
function newer(live: SessionView | undefined, known: SessionView): Partial<SessionView> {
  return live && live.version >= known.version ? live : {}
}
