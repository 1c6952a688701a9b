import { Link } from '@tanstack/react-router'
import type { EntryView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { Follows } from './Follows.tsx'
import classes from './ledger.module.css'
import { useAccountName } from './names.ts'

/** One entry: when, from what, both sides, and the way to the sessions that it is about. */
export function EntrySheet({ id }: { id: string }) {
  const entry = useCall('GET /api/v1/ledger/entries/{id}', { path: { id } })
  if (entry.data === undefined) return waiting(entry)
  return <Known entry={entry.data} />
}

function Known({ entry }: { entry: EntryView }) {
  const t = useWords(ledger)
  const source = useWordFor(ledger, 'source_')
  const session = entry.postings.find((one) => one.session_id !== null)?.session_id ?? null
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Facts
        of={[
          [t('bookedOn'), <Day key="day" of={entry.booked_on} />],
          [t('written'), <When key="at" at={entry.at} as="exact" />],
          [
            t('follows'),
            <Follows key="from" source={entry.source} id={entry.source_id} session={session}>
              {source(entry.source)} {entry.source === 'rating' ? '' : entry.text}
            </Follows>,
          ],
        ]}
      />
      <Panel title={t('bothSides')} flush>
        {entry.postings.map((one, at) => (
          <Side key={`side ${at + 1}`} side={one} />
        ))}
      </Panel>
      {entry.source === 'invoice' && (
        <Link className={classes.link} to="/invoices/$id" params={{ id: entry.source_id }}>
          {t('openInvoice')}
        </Link>
      )}
      {entry.source !== 'invoice' && session !== null && (
        <Link className={classes.link} to="/sessions/$id" params={{ id: session }}>
          {t('openSession')}
        </Link>
      )}
    </div>
  )
}

function Side({ side }: { side: EntryView['postings'][number] }) {
  const t = useWords(ledger)
  const nameOf = useAccountName()
  return (
    <div className={classes.line}>
      <span>
        {nameOf(side.account)}
        {side.session_id !== null && (
          <>
            {' · '}
            <Link className={classes.link} to="/sessions/$id" params={{ id: side.session_id }}>
              {t('session')}
            </Link>
          </>
        )}
      </span>
      <Money of={side.amount} currency={side.currency} />
    </div>
  )
}
