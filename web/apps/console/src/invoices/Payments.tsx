import { Button, TextInput } from '@mantine/core'
import type { InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { usePaymentNote } from '@wattfleet/ui/show/paymentNote.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './invoices.module.css'

const TOUCHES = ['/api/v1/invoices', '/api/v1/payments']

/** What came in for it, and what somebody saw come in. */
export function Payments({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const word = useWordFor(invoices)
  const note = usePaymentNote()
  const may = useMay()
  const found = usePages('GET /api/v1/payments', { query: { invoice: invoice.id } })
  return (
    <Panel id="payments" title={t('payments')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noPayment')}</div>
      )}
      {found.items.map((one) => (
        <div key={one.id} className={classes.line}>
          <span>
            <Day of={one.paid_on} />
            <span className={classes.dim}>
              {' '}
              · {[word(one.via), one.reference, note(one.note)].filter(Boolean).join(' · ')}
            </span>
          </span>
          <Money of={one.amount} currency={one.currency} />
        </div>
      ))}
      {may('billing:write') && Number(invoice.open) !== 0 && <Pay invoice={invoice} />}
    </Panel>
  )
}

function Pay({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const pay = useChange('POST /api/v1/invoices/{id}/payments', TOUCHES)
  const label = useLabel(invoices)
  const kept = useDraft({ amount: invoice.open }, invoice.version)
  const { amount } = kept.value
  const [day, setDay] = useState(() => today(new Date()))
  const [note, setNote] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { amount: amount.trim().replace(',', '.'), paid_on: day, note: note.trim() }
    const done = () => {
      kept.take()
      setNote('')
    }
    pay.mutate({ path: { id: invoice.id }, version: kept.version, body }, { onSuccess: done })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          label={`${t('amount')}, ${invoice.currency}`}
          w={120}
          inputMode="decimal"
          value={amount}
          error={fieldError(pay.error, 'amount')}
          onChange={(event) => kept.set({ amount: event.currentTarget.value })}
        />
        <DayField
          label={t('paidOn')}
          value={day}
          error={fieldError(pay.error, 'paid_on')}
          onChange={(next) => setDay(next)}
        />
        <TextInput
          label={t('paymentNote')}
          w={180}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={pay.isPending}>
          {t('pay')}
        </Button>
      </div>
      <Outcome of={kept} change={pay} label={label} />
    </form>
  )
}
