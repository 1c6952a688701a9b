import { Link } from '@tanstack/react-router'
import type { MarginView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useSiteOf } from '@wattfleet/ui/show/place.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { sessions } from '@wattfleet/words/sessions.ts'
import type { ReactNode } from 'react'
import classes from './sessions.module.css'

/** What the session was sold for, what its electricity cost, and what is left. */
export function Margin({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  const everyMs = session.state === 'active' ? 10_000 : undefined
  const query = useCall('GET /api/v1/sessions/{id}/margin', { path: { id: session.id } }, { everyMs })
  return (
    <Panel title={t('margin')} flush>
      {query.data === undefined ? waiting(query) : <Known of={query.data} station={session.station} />}
    </Panel>
  )
}

function Known({ of, station }: { of: MarginView; station: string }) {
  const t = useWords(measuring)
  const reason = useWordFor({ ...sessions, ...measuring })
  const site = useSiteOf(station)
  const line = (label: string, amount: ReactNode, strong = false) => (
    <div className={`${classes.line} ${strong ? classes.sum : ''}`}>
      <span>{label}</span>
      {amount}
    </div>
  )
  const sale =
    of.sale === null ? (
      <span className={classes.dim}>{reason(of.sale_reason ?? 'not_rated')}</span>
    ) : (
      <a className={classes.link} href="#price">
        <Money of={of.sale} currency={of.sale_currency ?? 'EUR'} />
      </a>
    )
  const cost =
    of.cost === null ? (
      <span className={classes.dim}>
        {reason(of.cost_reason ?? 'no_rate')}{' '}
        {of.cost_reason === 'no_rate' && site && (
          <Link className={classes.link} to="/sites/$id" params={{ id: site.id }}>
            {t('toSite')}
          </Link>
        )}
      </span>
    ) : (
      <Explain title={t('costWhy')} why={() => <PriceLines rating={costOf(of)} />}>
        <Money of={negative(of.cost)} currency={of.cost_currency ?? 'EUR'} />
      </Explain>
    )
  const both = of.sale !== null && of.cost !== null
  return (
    <>
      {line(t('sold'), sale)}
      {line(t('cost'), cost)}
      {of.margin !== null &&
        line(t('left'), <Money of={of.margin} currency={of.sale_currency ?? 'EUR'} />, true)}
      {both && of.margin === null && (
        <div className={`${classes.line} ${classes.dim}`}>{t('otherMoney')}</div>
      )}
    </>
  )
}

/** As a price is shown: before VAT, so that there is none of it. */
function costOf({ cost, cost_currency, cost_lines }: MarginView) {
  return { amount: cost, currency: cost_currency, lines: cost_lines, vat_totals: [], notes: [], final: true }
}

function negative(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : Number(amount) === 0 ? amount : `-${amount}`
}
