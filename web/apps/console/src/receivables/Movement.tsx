import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MovementView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { type FormEvent, useState } from 'react'
import classes from './receivables.module.css'
import { TOUCHED } from './TakePayment.tsx'

interface MovementProps {
  movement: MovementView
  onBooked: () => void
}

/** Money that came in or went out: what it pays and why, or why it waits. */
export function Movement({ movement, onBooked }: MovementProps) {
  const t = useWords(receivables)
  const why = useWordFor(receivables, 'why_')
  const may = useMay()
  const [matching, setMatching] = useState(false)
  const done = movement.booked || movement.known
  const waits = !done && (movement.difference === null || Number(movement.difference) > 0)
  const can = may('billing:write') && !done && Number(movement.amount) > 0
  return (
    <div className={classes.item}>
      <div className={classes.line}>
        <span>
          <State
            state={done ? 'closed' : waits ? 'doubtful' : 'available'}
            word={done ? t('booked') : waits ? t('waiting') : t('isSure')}
          />{' '}
          <Day of={movement.booked_on} /> · {movement.party || '—'}
          <span className={classes.dim}>
            {' '}
            · {[movement.reference, movement.text].filter(Boolean).join(' · ') || '—'}
          </span>
        </span>
        <strong>
          <Money of={movement.amount} currency={movement.currency} />
        </strong>
      </div>
      <div className={classes.deed}>
        {movement.invoice_id === null && !done && <span className={classes.dim}>{why(movement.reason)}</span>}
        {movement.invoice_id !== null && (
          <span>
            {t('pays')}{' '}
            <Link className={classes.link} to="/invoices/$id" params={{ id: movement.invoice_id }}>
              {t('paysInvoice', { number: movement.invoice })}
            </Link>{' '}
            {why(movement.reason)} <Rest movement={movement} />
          </span>
        )}
        {can && !matching && (
          <Button size="compact-xs" variant="default" onClick={() => setMatching(true)}>
            {t('match')}
          </Button>
        )}
      </div>
      {can && matching && (
        <ByHand movement={movement} onBooked={onBooked} onCancel={() => setMatching(false)} />
      )}
    </div>
  )
}

function Rest({ movement }: { movement: MovementView }) {
  const t = useWords(receivables)
  const { locale } = useLanguage()
  const rest = Number(movement.difference ?? 0)
  if (rest === 0 || movement.difference === null) return null
  const amount = money(movement.difference.replace('-', ''), movement.currency, locale)
  return (
    <span className={classes.late}>· {rest > 0 ? t('tooMuch', { amount }) : t('tooLittle', { amount })}</span>
  )
}

/** A person says which invoice it pays; it is booked once, as this movement of the bank. */
function ByHand({ movement, onBooked, onCancel }: MovementProps & { onCancel: () => void }) {
  const t = useWords(receivables)
  const c = useWords(common)
  const { locale } = useLanguage()
  const open = usePages('GET /api/v1/invoices', {
    query: { open: true, state: 'issued', kind: 'invoice', sort: 'due_on', limit: 1000 },
  })
  const fitting = open.items.filter((one) => one.currency === movement.currency && Number(one.open) > 0)
  const [chosen, setChosen] = useState(movement.invoice_id ?? '')
  const [more, setMore] = useState(false)
  const take = useChange('POST /api/v1/invoices/{id}/payments', TOUCHED)
  const invoice = fitting.find((one) => one.id === chosen) ?? fitting[0]
  const beyond = invoice !== undefined && Number(movement.amount) > Number(invoice.open)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (invoice === undefined) return
    const body = {
      amount: movement.amount,
      paid_on: movement.booked_on,
      reference: (movement.reference || movement.text).slice(0, 140),
      note: movement.party.slice(0, 500),
      more_than_open: more,
      movement: movement.id,
    }
    take.mutate({ path: { id: invoice.id }, body }, { onSuccess: onBooked })
  }
  if (open.data !== undefined && fitting.length === 0)
    return <div className={classes.form}>{t('noOpen', { currency: movement.currency })}</div>
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        size="xs"
        maw={360}
        label={t('matchWith')}
        value={invoice?.id ?? ''}
        data={fitting.map((one) => ({
          value: one.id,
          label: `${one.number} · ${money(one.open, one.currency, locale)}`,
        }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {beyond && (
        <Checkbox
          label={t('more')}
          checked={more}
          onChange={(event) => setMore(event.currentTarget.checked)}
        />
      )}
      <Refused error={take.error} />
      <div className={classes.row}>
        <Button type="submit" loading={take.isPending} disabled={!invoice || (beyond && !more)}>
          {t('matchDo')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
