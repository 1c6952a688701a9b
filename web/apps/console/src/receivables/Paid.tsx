import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { PaymentView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { usePaymentNote } from '@wattfleet/ui/show/paymentNote.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { type FormEvent, useState } from 'react'
import classes from './receivables.module.css'
import { TOUCHED } from './TakePayment.tsx'

/** What an account has paid, the newest first; each can be taken back once. */
export function Paid({ account }: { account: string }) {
  const t = useWords(receivables)
  const found = usePages('GET /api/v1/payments', { query: { account, sort: '-paid_on' } })
  return (
    <Panel title={t('payments')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noPayments')}</div>
      )}
      {found.items.map((one) => (
        <One key={one.id} payment={one} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" onClick={() => void found.fetchNextPage()}>
          …
        </Button>
      )}
    </Panel>
  )
}

function One({ payment }: { payment: PaymentView }) {
  const t = useWords(receivables)
  const via = useWordFor(receivables, 'via_')
  const note = usePaymentNote()
  const may = useMay()
  const [undoing, setUndoing] = useState(false)
  const can = may('billing:write') && payment.via !== 'undo' && !payment.undone
  return (
    <div className={classes.item}>
      <div className={classes.line}>
        <span>
          <Day of={payment.paid_on} /> · {via(payment.via)} ·{' '}
          <Link className={classes.link} to="/invoices/$id" params={{ id: payment.invoice_id }}>
            {t('paysInvoice', { number: '' }).trim()}
          </Link>
          {payment.via !== 'undo' && payment.reference && (
            <span className={classes.dim}> · {payment.reference}</span>
          )}
          {payment.note && <span className={classes.dim}> · {note(payment.note)}</span>}
        </span>
        <span>
          <Money of={payment.amount} currency={payment.currency} />
          {payment.undone && <span className={classes.dim}> · {t('wasUndone')}</span>}
        </span>
      </div>
      {can && !undoing && (
        <div className={classes.deed}>
          <Button size="compact-xs" variant="subtle" onClick={() => setUndoing(true)}>
            {t('undo')}
          </Button>
        </div>
      )}
      {can && undoing && <Undo payment={payment} onCancel={() => setUndoing(false)} />}
    </div>
  )
}

function Undo({ payment, onCancel }: { payment: PaymentView; onCancel: () => void }) {
  const t = useWords(receivables)
  const c = useWords(common)
  const { locale } = useLanguage()
  const [reason, setReason] = useState('')
  const undo = useChange('POST /api/v1/payments/{id}/undo', TOUCHED)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    undo.mutate({ path: { id: payment.id }, body: { reason } })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <span>{t('undoHow', { amount: money(payment.amount, payment.currency, locale) })}</span>
      <TextInput
        label={t('reason')}
        required
        minLength={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refused error={undo.error} />
      <div className={classes.row}>
        <Button type="submit" loading={undo.isPending} disabled={reason.trim().length < 3}>
          {t('undo')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
