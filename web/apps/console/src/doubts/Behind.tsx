import type { EffectView, RatingView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Frame } from '@wattfleet/ui/frame/Frame.tsx'
import { Facts, Inner } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Energy, When } from '@wattfleet/ui/show/Values.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import classes from './doubts.module.css'

interface EnergyThenProps {
  effect: EffectView
  session: string
  frame: number | null
}

/** Of what the energy would come: the registers and the ends that would stand, and the messages that told them. */
export function EnergyThen({ effect, session, frame }: EnergyThenProps) {
  const t = useWords(doubts)
  const s = useWords(sessions)
  const { after } = effect
  return (
    <div className={classes.why}>
      <Facts
        of={[
          [s('energy'), <Energy key="e" wh={effect.energy_after_wh} />],
          [
            t('registers'),
            <span key="r">
              <Energy wh={after.begin_register_wh} /> → <Energy wh={after.end_register_wh} />
            </span>,
          ],
          [s('started'), <When key="s" at={after.started_at} as="exact" />],
          [s('ended'), <When key="n" at={after.ended_at} as="exact" />],
          [t('card'), after.token ?? '—'],
        ]}
      />
      {!isDifference(effect) && <span className={classes.dim}>{t('notDifference')}</span>}
      {frame !== null && (
        <>
          <strong>{t('frame')}</strong>
          <Travelled id={frame} />
        </>
      )}
      <Inner className={classes.link} href={`/sessions/${session}#evidence`}>
        {t('toEvidence')}
      </Inner>
    </div>
  )
}

function isDifference({ after, energy_after_wh }: EffectView): boolean {
  const { begin_register_wh: begin, end_register_wh: end } = after
  // In thousandths of a Wh, which is as fine as they are told.
  const between = (Number(end) - Number(begin) - Number(energy_after_wh)) * 1000
  return begin !== null && end !== null && Math.round(between) === 0
}

/** What it would cost, line by line, or why it would have no price. */
export function PriceThen({ rating }: { rating: RatingView }) {
  const s = useWords(sessions)
  const word = useWordFor(sessions)
  if (rating.amount != null) return <PriceLines rating={rating} />
  return (
    <p className={classes.dim}>
      {s('noPrice')}: {word(rating.cost_reason ?? 'not_rated')}
    </p>
  )
}

/** A message as it was sent. */
export function Travelled({ id }: { id: number }) {
  const frame = useCall('GET /api/v1/frames/{id}', { path: { id: String(id) } })
  return frame.data === undefined ? waiting(frame) : <Frame frame={frame.data} />
}
