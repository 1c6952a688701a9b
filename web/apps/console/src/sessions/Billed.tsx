import { Link } from '@tanstack/react-router'
import type { BilledOnView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { useMay } from '../shell/me.tsx'
import classes from './sessions.module.css'

/** The documents on which the session was billed, the one that counts now named so. */
export function Billed({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  if (session.invoices.length === 0) return null
  return (
    <Panel title={t('billedOn')} flush>
      {session.invoices.map((one) => (
        <Document key={one.id} of={one} />
      ))}
    </Panel>
  )
}

function Document({ of }: { of: BilledOnView }) {
  const t = useWords(measuring)
  const kind = useWordFor(measuring, 'kind_')
  const may = useMay()
  const named = `${kind(of.kind)} ${of.number}`
  return (
    <div className={classes.line}>
      <span>
        {may('billing:read') ? (
          <Link className={classes.link} to="/invoices/$id" params={{ id: of.id }}>
            {named}
          </Link>
        ) : (
          named
        )}
        <span className={classes.dim}>
          {' '}
          · <Day of={of.issued_on} /> · {t(of.stands ? 'stands' : 'undone')}
        </span>
      </span>
      <Money of={of.before_vat} currency={of.currency} />
    </div>
  )
}
