import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InvoiceLineView, ShareView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { localised } from '@wattfleet/ui/show/numbers.ts'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { clockOf } from './clockOf.ts'
import classes from './invoices.module.css'

interface LineSessionsProps {
  invoice: string
  /** Which line, from 0. */
  at: number
  line: InvoiceLineView
  currency: string
}

/** The sessions that add up to a line, each with its exact share; each opens to its page. */
export function LineSessions({ invoice, at, line, currency }: LineSessionsProps) {
  const t = useWords(invoices)
  const path = { id: invoice, line: String(at) }
  const found = usePages('GET /api/v1/invoices/{id}/lines/{line}/sessions', { path, query: { limit: 50 } })
  if (found.data === undefined) return waiting(found)
  return (
    <div>
      <strong>{t('lineSessions')}</strong>
      {found.items.map((one, index) => (
        <Share key={`${one.session_id} ${index + 1}`} of={one} line={line} currency={currency} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('shownMore')}
        </Button>
      )}
    </div>
  )
}

function Share({ of, line, currency }: { of: ShareView; line: InvoiceLineView; currency: string }) {
  const t = useWords(invoices)
  const unit = useWordFor(invoices)
  const { locale } = useLanguage()
  const zone = useZoneOf(of.station ?? '')
  const quantity =
    line.unit === 'SEC' ? clockOf(of.quantity) : `${localised(of.quantity, locale)} ${unit(line.unit)}`
  return (
    <div className={classes.line}>
      <span>
        {of.station === null ? (
          t('sessionGone')
        ) : (
          <Link className={classes.link} to="/sessions/$id" params={{ id: of.session_id }}>
            {of.station}
          </Link>
        )}{' '}
        <span className={classes.dim}>
          <When at={of.started_at} zone={zone} /> · {quantity}
        </span>
      </span>
      <Money of={of.before_vat} currency={currency} exact />
    </div>
  )
}
