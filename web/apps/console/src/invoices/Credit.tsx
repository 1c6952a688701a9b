import { Button, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { monthText } from '@wattfleet/ui/show/days.ts'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './invoices.module.css'

/** Undo an invoice: what follows from it is said before it is done. */
export function Credit({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const { locale } = useLanguage()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const credit = useChange('POST /api/v1/invoices/{id}/credit', ['/api/v1/invoices', '/api/v1/payments'])
  const paid = usePages('GET /api/v1/payments', { query: { invoice: invoice.id } }).items.length > 0
  const text = (amount: string) => money(amount, invoice.currency, locale)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Not by a callback of `mutate`: this form is gone as soon as the invoice is read again as credited.
    void credit
      .mutateAsync({ path: { id: invoice.id }, body: { reason: reason.trim() } })
      .then((note) => navigate({ to: '/invoices/$id', params: { id: note.id } }))
      .catch(() => undefined)
  }
  const paidSum = (Number(invoice.payable) - Number(invoice.open)).toFixed(2)
  return (
    <Panel title={t('credit')} flush>
      <form className={classes.form} onSubmit={submit}>
        <ul className={classes.consequences}>
          <li>{t('creditWhat', { amount: text(invoice.payable) })}</li>
          <li>{t('creditNext', { month: monthText(invoice.month, locale) })}</li>
          {paid && <li>{t('creditPaid', { amount: text(paidSum) })}</li>}
        </ul>
        <Textarea
          size="xs"
          label={t('creditReason')}
          description={t('creditReasonHelp')}
          autosize
          minRows={2}
          value={reason}
          error={fieldError(credit.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused error={credit.error} />
        <div>
          <Button type="submit" color="red" disabled={!reason.trim()} loading={credit.isPending}>
            {t('creditDo')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
