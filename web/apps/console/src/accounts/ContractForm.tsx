import { Button, CloseButton, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ContractWish, FeeWish } from '@wattfleet/api/generated/shapes.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { type About, Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import type { Draft } from '@wattfleet/ui/draft/useDraft.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { FormEvent } from 'react'
import classes from './accounts.module.css'

const KINDS = ['monthly', 'connector', 'session', 'kwh', 'once', 'minimum', 'discount'] as const
const COUNTED: readonly string[] = ['monthly', 'connector', 'once']

interface ContractFormProps {
  kept: Draft<ContractWish>
  submit: string
  change: { isPending: boolean; error: unknown }
  about?: About
  onSubmit: (wish: ContractWish) => void
}

/** A contract as its fees, one below the other. */
export function ContractForm({ kept, submit, change, onSubmit, about }: ContractFormProps) {
  const t = useWords(accounts)
  const label = useLabel(accounts)
  const { value: draft, set } = kept
  const { error } = change
  const setFee = (at: number, next: FeeWish | null) =>
    set({ fees: draft.fees.flatMap((one, other) => (other !== at ? [one] : next ? [next] : [])) })
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(draft)
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <div className={classes.row}>
        <TextInput
          label={t('name')}
          w={240}
          value={draft.name}
          error={fieldError(error, 'name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <DayField
          label={t('validFrom')}
          value={draft.valid_from}
          error={fieldError(error, 'valid_from')}
          onChange={(next) => set({ valid_from: next })}
        />
        <DayField
          label={t('validUntil')}
          value={draft.valid_until ?? ''}
          error={fieldError(error, 'valid_until')}
          onChange={(next) => set({ valid_until: next || null })}
        />
      </div>
      {draft.fees.map((one, at) => (
        // A fee is what its place makes it until it is kept.
        <FeeRow
          key={`fee ${at + 1}`}
          fee={one}
          currency={draft.currency ?? ''}
          onChange={(next) => setFee(at, next)}
        />
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => set({ fees: [...draft.fees, { kind: 'monthly', text: '', price: '' }] })}
        >
          {t('addFee')}
        </Button>
      </div>
      <TextInput
        label={t('note')}
        value={draft.note ?? ''}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <Outcome of={kept} change={change} label={label} {...(about ? { about } : {})} />
      <div>
        <Button type="submit" loading={change.isPending} disabled={!draft.name.trim()}>
          {submit}
        </Button>
      </div>
    </form>
  )
}

interface FeeRowProps {
  fee: FeeWish
  currency: string
  onChange: (next: FeeWish | null) => void
}

function FeeRow({ fee, currency, onChange }: FeeRowProps) {
  const t = useWords(accounts)
  const set = (part: Partial<FeeWish>) => onChange({ ...fee, ...part })
  return (
    <div className={classes.fee}>
      <NativeSelect
        size="xs"
        label={t('feeKind')}
        value={fee.kind}
        data={KINDS.map((one) => ({ value: one, label: t(`fee_${one}`) }))}
        onChange={(event) =>
          set({ kind: KINDS.find((one) => one === event.currentTarget.value) ?? 'monthly' })
        }
      />
      <TextInput
        label={t('feeText')}
        w={180}
        value={fee.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <TextInput
        label={fee.kind === 'discount' ? t('feeShare') : `${t('feePrice')}, ${currency}`}
        w={110}
        inputMode="decimal"
        value={fee.price}
        onChange={(event) => set({ price: event.currentTarget.value.replace(',', '.') })}
      />
      {COUNTED.includes(fee.kind) && (
        <NumberInput
          label={t('feeQuantity')}
          w={80}
          min={1}
          value={fee.quantity ?? 1}
          onChange={(quantity) => set({ quantity: Number(quantity) || 1 })}
        />
      )}
      {fee.kind === 'once' && (
        <DayField label={t('feeOn')} value={fee.on ?? ''} onChange={(next) => set({ on: next || null })} />
      )}
      <CloseButton aria-label={t('removeFee')} onClick={() => onChange(null)} />
    </div>
  )
}
