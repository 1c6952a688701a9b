import type { EffectView } from '@wattfleet/api/generated/shapes.ts'
import { Energy, Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import classes from './doubts.module.css'

/** What a choice would change: energy and money, now and then. */
export function Effect({ effect }: { effect: EffectView }) {
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
            <Energy wh={effect.energy_before_wh} unit={false} />
          </td>
          <td className={effect.energy_before_wh === effect.energy_after_wh ? '' : classes.changed}>
            <Energy wh={effect.energy_after_wh} unit={false} />
          </td>
        </tr>
        <tr>
          <th scope="row">{t('price')}</th>
          <td>
            <Money of={effect.amount_before} currency={currency} />
          </td>
          <td className={effect.amount_before === effect.amount_after ? '' : classes.changed}>
            <Money of={effect.amount_after} currency={currency} />
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
