import { Button, Checkbox, TextInput } from '@mantine/core'
import type { InvoiceListView } from '@wattfleet/api/generated/shapes.ts'
import { problemOf } from '@wattfleet/api/problem.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { today } from '@wattfleet/ui/show/days.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { type FormEvent, useState } from 'react'
import classes from './receivables.module.css'

/** What a payment touches. */
export const TOUCHED = [
  '/api/v1/open-items',
  '/api/v1/invoices',
  '/api/v1/payments',
  '/api/v1/movements',
  '/api/v1/ledger',
] as const

/** All that is open, today, unless a person says otherwise. */
export function TakePayment({ invoice, onCancel }: { invoice: InvoiceListView; onCancel: () => void }) {
  const t = useWords(receivables)
  const c = useWords(common)
  const label = useLabel(receivables)
  const kept = useDraft({ amount: invoice.open }, invoice.version)
  const { amount } = kept.value
  const [day, setDay] = useState(today(useNow()))
  const [reference, setReference] = useState('')
  const [more, setMore] = useState(false)
  const take = useChange('POST /api/v1/invoices/{id}/payments', TOUCHED)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = {
      amount: amount.trim().replace(',', '.'),
      paid_on: day,
      reference,
      more_than_open: more,
    }
    take.mutate({ path: { id: invoice.id }, version: kept.version, body }, { onSuccess: onCancel })
  }
  const tooMuch = problemOf(take.error)?.code === 'more_than_open'
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          label={t('amount')}
          w={110}
          inputMode="decimal"
          value={amount}
          error={fieldError(take.error, 'amount')}
          onChange={(event) => kept.set({ amount: event.currentTarget.value })}
        />
        <DayField
          label={t('paidOn')}
          value={day}
          error={fieldError(take.error, 'paid_on')}
          onChange={(next) => setDay(next)}
        />
        <TextInput
          label={t('reference')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
      </div>
      {(tooMuch || more) && (
        <Checkbox
          label={t('more')}
          checked={more}
          onChange={(event) => setMore(event.currentTarget.checked)}
        />
      )}
      <Outcome of={kept} change={take} label={label} />
      <div className={classes.row}>
        <Button type="submit" loading={take.isPending}>
          {t('book')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
