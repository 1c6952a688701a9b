import { Link } from '@tanstack/react-router'
import type {
  HeldSessionView,
  wattfleet_api_site_measuring_HeldView as HeldView,
} from '@wattfleet/api/generated/shapes.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Energy, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import classes from './sites.module.css'

/** Which sessions are held for one reason, and what nobody pays until then. */
export function Held({ of }: { of: HeldView }) {
  const t = useWords(measuring)
  return (
    <>
      {of.newest.map((one) => (
        <Session key={one.id} of={one} />
      ))}
      {of.sessions > of.newest.length && (
        <p className={classes.dim}>{t('newestOf', { n: of.newest.length })}</p>
      )}
    </>
  )
}

function Session({ of }: { of: HeldSessionView }) {
  const zone = useZoneOf(of.station)
  return (
    <div className={`${lines.item} ${lines.line}`}>
      <span>
        <Link className={classes.link} to="/sessions/$id" params={{ id: of.id }}>
          {of.station}
        </Link>{' '}
        · <When at={of.started_at} zone={zone} />
      </span>
      <span>
        <Energy wh={of.energy_wh} /> · <Money of={of.amount} currency={of.currency} />
      </span>
    </div>
  )
}
