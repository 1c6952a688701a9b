import type { EffectView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Inner } from '@wattfleet/ui/frame/Page.tsx'
import { Energy, Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { EnergyThen, PriceThen } from './Behind.tsx'
import classes from './doubts.module.css'

interface EffectProps {
  effect: EffectView
  session: string
  /** The message that would be taken into the session, where one would. */
  frame?: number | null
}

/** What a choice would change: energy and money, now and then. What is now opens at the session, what would be opens here. */
export function Effect({ effect, session, frame = null }: EffectProps) {
  const t = useWords(doubts)
  const currency = effect.currency ?? 'EUR'
  return (
    <table className={classes.effect}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('energy')}</th>
          <td>
            <Inner className={classes.link} href={`/sessions/${session}#evidence`}>
              <Energy wh={effect.energy_before_wh} unit={false} />
            </Inner>
          </td>
          <td className={effect.energy_before_wh === effect.energy_after_wh ? '' : classes.changed}>
            <Explain
              title={t('energyThen')}
              why={() => <EnergyThen effect={effect} session={session} frame={frame} />}
            >
              <Energy wh={effect.energy_after_wh} unit={false} />
            </Explain>
          </td>
        </tr>
        <tr>
          <th scope="row">{t('price')}</th>
          <td>
            <Inner className={classes.link} href={`/sessions/${session}#price`}>
              <Money of={effect.amount_before} currency={currency} />
            </Inner>
          </td>
          <td className={effect.amount_before === effect.amount_after ? '' : classes.changed}>
            <Explain title={t('priceThen')} why={() => <PriceThen rating={effect.after.rating} />}>
              <Money of={effect.amount_after} currency={currency} />
            </Explain>
          </td>
        </tr>
        <tr>
          <th scope="row">{t('state')}</th>
          <td />
          <td>
            <State state={effect.state_after} />
          </td>
        </tr>
      </tbody>
    </table>
  )
}
