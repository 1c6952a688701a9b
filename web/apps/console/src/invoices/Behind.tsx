import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BilledView, InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { monthText } from '@wattfleet/ui/show/days.ts'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Energy, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import classes from './invoices.module.css'

interface ItemProps {
  item: BilledView
  currency: string
}

/** The sessions and fees behind the lines; each opens to its rating, and from there to the session. */
export function Behind({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const found = usePages('GET /api/v1/invoices/{id}/items', {
    path: { id: invoice.id },
    query: { limit: 20 },
  })
  if (found.data !== undefined && found.items.length === 0) return null
  return (
    <Panel title={t('behind')} flush>
      {found.data === undefined && waiting(found)}
      {found.items.map((one) => (
        <Item key={one.id} item={one} currency={invoice.currency} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('shownMore')}
        </Button>
      )}
    </Panel>
  )
}

function Item({ item, currency }: ItemProps) {
  const t = useWords(invoices)
  const fee = useFee()
  return (
    <div className={classes.line}>
      {item.session_id === null ? (
        <span>{t('feeItem', { code: fee(item.key) })}</span>
      ) : (
        <SessionItem item={item} currency={currency} />
      )}
      <Money of={item.net} currency={currency} />
    </div>
  )
}

function SessionItem({ item, currency }: ItemProps) {
  const t = useWords(invoices)
  const zone = useZoneOf(item.station ?? '')
  return (
    <span>
      {item.station} <span className={classes.dim}>· </span>
      <When at={item.started_at} zone={zone} />
      <span className={classes.dim}>
        {' '}
        · <Energy wh={item.energy_wh} />
        {item.revision !== null && item.revision > 1 && ` · ${t('revision', { n: item.revision })}`} ·{' '}
        <Explain title={item.station ?? t('behind')} why={() => <Rated item={item} currency={currency} />} />
      </span>
    </span>
  )
}

/** The rating of a session, line by line, beside what was billed of it here. */
function Rated({ item, currency }: ItemProps) {
  const t = useWords(invoices)
  const id = item.session_id ?? ''
  const revisions = usePages('GET /api/v1/sessions/{id}/revisions', { path: { id }, query: { limit: 50 } })
  const rating = useCall('GET /api/v1/sessions/{id}/rating', { path: { id } })
  const known = rating.data
  if (known === undefined) return waiting(rating)
  const newer = revisions.items.some((one) => item.revision !== null && one.number > item.revision)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      {newer && <p style={{ margin: 0 }}>{t('newer')}</p>}
      <Facts of={[[t('billed'), <Money key="b" of={item.net} currency={currency} />]]} />
      {known.amount != null && <PriceLines rating={known} />}
      <Link className={classes.link} to="/sessions/$id" params={{ id }}>
        {t('toSession')}
      </Link>
    </div>
  )
}

/** A fee's key is its contract, its code and its month. */
function useFee(): (key: string) => string {
  const word = useWordFor(accounts, 'fee_')
  const { locale } = useLanguage()
  return (key) => {
    const [, , code = key, month = ''] = key.split(':')
    return /^\d{4}-\d{2}$/.test(month) ? `${word(code)} · ${monthText(month, locale)}` : word(code)
  }
}
