import { Link } from '@tanstack/react-router'
import type { BilledOnView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import classes from './sessions.module.css'

/** The documents on which the session was billed, the one that counts now named so. */
export function Billed({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  if (session.invoices.length === 0) return null
  return (
    <Panel title={t('billedOn')} flush>
      {session.invoices.map((one) => (
        <Document key={one.id} session={session.id} of={one} />
      ))}
    </Panel>
  )
}

interface DocumentProps {
  session: string
  of: BilledOnView
}

function Document({ session, of }: DocumentProps) {
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
          {may('billing:read') && (
            <>
              {' '}
              · <Explain title={named} why={() => <Lines session={session} of={of} />} />
            </>
          )}
        </span>
      </span>
      <Money of={of.before_vat} currency={of.currency} />
    </div>
  )
}

/** The lines of that document that have a share of the session. */
function Lines({ session, of }: DocumentProps) {
  const found = usePages('GET /api/v1/sessions/{id}/invoice-lines', {
    path: { id: session },
    query: { limit: 200 },
  })
  if (found.data === undefined) return waiting(found)
  return (
    <div>
      {found.items
        .filter((one) => one.invoice_id === of.id)
        .map((one) => (
          <div key={one.line} className={classes.line}>
            <span>{one.text}</span>
            <Money of={one.before_vat} currency={of.currency} exact />
          </div>
        ))}
    </div>
  )
}
