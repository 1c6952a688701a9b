import { Button, CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { InvoiceListView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Inner, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { today } from '@wattfleet/ui/show/days.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { useState } from 'react'
import { daysLate } from './ages.ts'
import { Paid } from './Paid.tsx'
import classes from './receivables.module.css'
import { TakePayment } from './TakePayment.tsx'

/** What one account has not paid, and what it has. */
export function AccountItems() {
  const { account: id } = useParams({ from: '/open-items/$account' })
  return <Known key={id} id={id} />
}

function Known({ id }: { id: string }) {
  const t = useWords(receivables)
  const c = useWords(common)
  const account = useCall('GET /api/v1/accounts/{id}', { path: { id } })
  const open = usePages('GET /api/v1/invoices', { query: { account: id, open: true, sort: 'due_on' } })
  if (account.data === undefined) return waiting(account)
  return (
    <Page
      title={account.data.name}
      note={
        <Link className={classes.link} to="/accounts/$id" params={{ id }}>
          {account.data.number}
        </Link>
      }
      actions={
        <CloseButton aria-label={c('close')} renderRoot={(props) => <Link to="/open-items" {...props} />} />
      }
    >
      <Panel title={t('openItems')} flush>
        {open.data === undefined && waiting(open)}
        {open.data !== undefined && open.items.length === 0 && (
          <div className={`${classes.line} ${classes.dim}`}>{t('nothingOpen')}</div>
        )}
        {open.items.map((one) => (
          <Item key={one.id} invoice={one} />
        ))}
      </Panel>
      <Paid account={id} />
    </Page>
  )
}

function Item({ invoice }: { invoice: InvoiceListView }) {
  const t = useWords(receivables)
  const may = useMay()
  const late = daysLate(invoice.due_on, today(useNow()))
  const [paying, setPaying] = useState(false)
  const owed = !invoice.open.startsWith('-')
  return (
    <div className={classes.item}>
      <div className={classes.line}>
        <span>
          <Link className={classes.link} to="/invoices/$id" params={{ id: invoice.id }}>
            {invoice.number}
          </Link>{' '}
          <span className={classes.dim}>
            · {t('due')} <Day of={invoice.due_on} />
          </span>{' '}
          {owed && late > 0 && <span className={classes.late}>· {t('late', { n: late })}</span>}
        </span>
        <span>
          <Inner className={classes.link} href={`/invoices/${invoice.id}#payments`}>
            <strong>
              <Money of={invoice.open} currency={invoice.currency} />
            </strong>
          </Inner>
          {invoice.open !== invoice.payable && (
            <span className={classes.dim}>
              {' '}
              {t('ofTotal')} <Money of={invoice.payable} currency={invoice.currency} />
            </span>
          )}
        </span>
      </div>
      {may('billing:write') && !paying && (
        <div className={classes.deed}>
          <Button size="compact-xs" variant="default" onClick={() => setPaying(true)}>
            {t('takePayment')}
          </Button>
        </div>
      )}
      {paying && <TakePayment invoice={invoice} onCancel={() => setPaying(false)} />}
    </div>
  )
}
