import { Button, Checkbox, TextInput } from '@mantine/core'
import type { AccountView, MandateWish } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { collections } from '@wattfleet/words/collections.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './accounts.module.css'

const REQUIRED: readonly string[] = ['reference', 'iban']

/** A mandate as it was signed. */
export function NewMandate({ account, onDone }: { account: AccountView; onDone: () => void }) {
  const t = useWords(collections)
  const c = useWords(common)
  const [draft, setDraft] = useState<MandateWish>({
    account_id: account.id,
    reference: `M-${account.number}`,
    iban: '',
    signed_on: today(new Date()),
  })
  const add = useChange('POST /api/v1/mandates', ['/api/v1/mandates'])
  const set = (part: Partial<MandateWish>) => setDraft({ ...draft, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ body: draft }, { onSuccess: onDone })
  }
  const text = (name: 'reference' | 'iban' | 'bic' | 'holder') => (
    <TextInput
      label={t(name)}
      required={REQUIRED.includes(name)}
      value={draft[name] ?? ''}
      error={fieldError(add.error, name)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <form className={`${classes.form} ${classes.add}`} onSubmit={submit}>
      <div className={classes.fields}>
        {text('reference')}
        {text('iban')}
        {text('holder')}
        {text('bic')}
        <DayField
          label={t('signedOn')}
          required
          value={draft.signed_on}
          error={fieldError(add.error, 'signed_on')}
          onChange={(next) => set({ signed_on: next })}
        />
      </div>
      <Checkbox
        label={t('once')}
        checked={draft.once ?? false}
        onChange={(event) => set({ once: event.currentTarget.checked })}
      />
      <Refused error={add.error} />
      <div className={classes.row}>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={!draft.reference.trim() || !draft.iban.trim()}
        >
          {t('keepMandate')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
