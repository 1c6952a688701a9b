import { CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day, Month } from '@wattfleet/ui/show/Books.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { monthText, today } from '@wattfleet/ui/show/days.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { disputes } from '@wattfleet/words/disputes.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { useEffect, useState } from 'react'
import { Reminded } from '../shell/Reminded.tsx'
import { Behind } from './Behind.tsx'
import { Credit } from './Credit.tsx'
import { Documents } from './Documents.tsx'
import classes from './invoices.module.css'
import { Lines } from './Lines.tsx'
import { isUnderWay, Mailings } from './Mailings.tsx'
import { Payments } from './Payments.tsx'
import { stateOf } from './stateOf.ts'

const EVERY_MS = 1500

/** One invoice: what is to pay and why, its documents, what was paid, how it is undone. */
export function InvoicePanel() {
  const { id } = useParams({ from: '/invoices/$id' })
  const [underWay, setUnderWay] = useState(false)
  const everyMs = underWay ? EVERY_MS : undefined
  const query = useCall('GET /api/v1/invoices/{id}', { path: { id } }, { everyMs })
  const moves = isUnderWay(query.data)
  useEffect(() => setUnderWay(moves), [moves])
  if (query.data === undefined) return waiting(query)
  return <Known key={query.data.id} invoice={query.data} />
}

function Known({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const c = useWords(common)
  const d = useWords(disputes)
  const may = useMay()
  const state = stateOf(invoice, today(useNow()))
  const isNote = invoice.kind === 'credit_note'
  const name = t(isNote ? 'credit_note' : 'invoice')
  const title = invoice.number ? `${name} ${invoice.number}` : `${t('draft')} · ${invoice.buyer.name}`
  return (
    <Page
      title={title}
      note={<State state={state} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/invoices" search={(before) => before} {...props} />}
        />
      }
    >
      <div className={classes.figures}>
        <Figure label={t(isNote ? 'back' : 'payable')} to="#lines">
          <Money of={invoice.payable} currency={invoice.currency} />
        </Figure>
        {invoice.state === 'issued' && (
          <Figure label={t(invoice.open.startsWith('-') ? 'owed' : 'open')} to="#payments">
            <Money of={invoice.open.replace('-', '')} currency={invoice.currency} />
          </Figure>
        )}
      </div>
      <Notices invoice={invoice} />
      <Lines invoice={invoice} />
      <Behind invoice={invoice} />
      <Documents invoice={invoice} />
      {invoice.state !== 'draft' && <Mailings invoice={invoice} />}
      {invoice.state !== 'draft' && <Payments invoice={invoice} />}
      {invoice.state !== 'draft' && !isNote && <Reminded invoice={invoice.id} />}
      <About invoice={invoice} />
      {invoice.state === 'issued' && !isNote && may('billing:write') && <Credit invoice={invoice} />}
      {invoice.state === 'issued' && !isNote && may('disputes:write') && (
        <Link className={classes.link} to="/disputes/new" search={{ invoice: invoice.id } as never}>
          {d('make')}
        </Link>
      )}
    </Page>
  )
}

/** What became of it, and what it is about. */
function Notices({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  return (
    <>
      {invoice.state === 'credited' && (
        <div className={classes.notice}>
          <span>{t('creditedBy')}</span>
          <Link className={classes.link} to="/invoice-runs" search={{ month: invoice.month } as never}>
            {t('reissue')}
          </Link>
        </div>
      )}
      {invoice.about.length > 0 && (
        <div className={classes.notice}>
          <span className={classes.dim}>{t('about')}</span>
          {invoice.about.map((one) => (
            <Link
              key={one.invoice_id}
              className={classes.link}
              to="/invoices/$id"
              params={{ id: one.invoice_id }}
            >
              {one.number} · <Day of={one.issued_on} />
            </Link>
          ))}
        </div>
      )}
    </>
  )
}

function About({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const { locale } = useLanguage()
  const { buyer } = invoice
  const { street, street2, postcode, town, country } = buyer.address
  const address = [street, street2, [postcode, town].filter(Boolean).join(' '), country]
  const run = invoice.run_id && (
    <Link key="r" className={classes.link} to="/invoice-runs/$id" params={{ id: invoice.run_id }}>
      {t('toRun')} · {monthText(invoice.month, locale)}
    </Link>
  )
  return (
    <Panel title={t('facts')}>
      <Facts
        of={[
          [
            t('customer'),
            <Link key="c" className={classes.link} to="/accounts/$id" params={{ id: invoice.account_id }}>
              {buyer.number} {buyer.name}
            </Link>,
          ],
          [t('address'), address.filter(Boolean).join(', ') || '—'],
          [t('vatNumber'), buyer.vat_number || '—'],
          [t('month'), <Month key="m" of={invoice.month} />],
          [
            t('period'),
            <span key="p">
              <Day of={invoice.first_day} /> – <Day of={invoice.last_day} />
            </span>,
          ],
          [t('issuedOn'), <Day key="i" of={invoice.issued_on} />],
          [t('dueOn'), <Day key="d" of={invoice.due_on} />],
          [t('reference'), invoice.reference || '—'],
          [t('seller'), invoice.seller],
          invoice.notes.length > 0 && [t('notes'), invoice.notes.join(' ')],
          run ? [t('run'), run] : null,
        ]}
      />
    </Panel>
  )
}
