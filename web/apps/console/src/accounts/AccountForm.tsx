import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { AccountWish } from '@wattfleet/api/generated/shapes.ts'
import { Refusal } from '@wattfleet/api/problem.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { type About, Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import type { Draft } from '@wattfleet/ui/draft/useDraft.ts'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import type { FormEvent, ReactNode } from 'react'
import classes from './accounts.module.css'

const KINDS = ['company', 'person', 'tenant'] as const
const LANGUAGES = ['en', 'sv', 'de'] as const
const GROUPINGS = ['site', 'driver', 'vehicle', 'cost_centre', 'none'] as const
const SENDING = ['hand', 'email'] as const
const SYNTAXES = ['pdf', 'factur-x', 'ubl', 'xrechnung', 'cii'] as const

interface AccountFormProps {
  kept: Draft<AccountWish>
  submit: string
  change: { isPending: boolean; error: unknown }
  onSubmit: (wish: AccountWish) => void
  onCancel?: () => void
  about?: About
}

/** All that an invoice wants to know of whoever pays. */
export function AccountForm({ kept, submit, change, onSubmit, onCancel, about }: AccountFormProps) {
  const t = useWords(accounts)
  const word = useWordFor(accounts)
  const vat = useVatWords()
  const label = useLabel(accounts)
  const { value: draft, set } = kept
  const { error } = change
  const address = draft.address ?? {}
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({
      ...draft,
      send_to: (draft.send_to ?? []).filter(Boolean),
      address: { ...address, country: (address.country ?? '').toUpperCase() },
    })
  }
  type Plain = 'name' | 'number' | 'registration' | 'cost_centre' | 'routing' | 'buyer_reference'
  const text = (name: Plain | 'email' | 'contact' | 'note', label: string, help?: string) => (
    <TextInput
      key={name}
      label={label}
      description={help}
      value={draft[name] ?? ''}
      error={fieldError(error, name)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  const place = (name: keyof typeof address & string, label: string) => (
    <TextInput
      key={name}
      label={label}
      value={address[name] ?? ''}
      error={fieldError(error, `address.${name}`)}
      onChange={(event) => set({ address: { ...address, [name]: event.currentTarget.value } })}
    />
  )
  const choice = <T extends string>(
    name: keyof AccountWish,
    label: string,
    options: readonly T[],
    prefix = '',
  ) => (
    <NativeSelect
      size="xs"
      label={label}
      value={String(draft[name] ?? options[0])}
      data={options.map((one) => ({ value: one, label: word(prefix + one) }))}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <form className={classes.form} onSubmit={send}>
      <Fields name={t('who')}>
        {text('name', t('name'))}
        {choice('kind', t('kind'), KINDS)}
        {text('number', t('number'), t('numberHelp'))}
        {text('registration', t('registration'))}
        <TextInput
          label={t('vatNumber')}
          description={draft.vat_number ? undefined : t('vatNone')}
          value={draft.vat_number ?? ''}
          error={vat.refusal(error, address.country ?? '')}
          onChange={(event) => set({ vat_number: event.currentTarget.value })}
        />
        <Checkbox
          className={classes.wide}
          label={t('dealer')}
          checked={draft.dealer ?? false}
          onChange={(event) => set({ dealer: event.currentTarget.checked })}
        />
      </Fields>
      <Fields name={t('where')}>
        {place('street', t('street'))}
        {place('street2', t('street2'))}
        {place('postcode', t('postcode'))}
        {place('town', t('town'))}
        {place('country', t('country'))}
        {text('email', t('email'))}
        {text('contact', t('contact'))}
      </Fields>
      <Fields name={t('how')}>
        <TextInput
          label={t('currency')}
          description={t('currencyHelp')}
          value={draft.currency}
          error={fieldError(error, 'currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <NumberInput
          label={t('paymentDays')}
          min={0}
          max={365}
          value={draft.payment_days ?? 30}
          error={fieldError(error, 'payment_days')}
          onChange={(days) => set({ payment_days: Number(days) })}
        />
        {choice('language', t('language'), LANGUAGES)}
        {choice('syntax', t('syntax'), SYNTAXES, 'as_')}
        {choice('sending', t('sending'), SENDING, 'send_')}
        <TextInput
          label={t('sendTo')}
          description={t('sendToHelp')}
          value={(draft.send_to ?? []).join(', ')}
          error={fieldError(error, 'send_to')}
          onChange={(event) => set({ send_to: event.currentTarget.value.split(/,\s*/) })}
        />
        {choice('grouping', t('grouping'), GROUPINGS, 'by_')}
        {text('cost_centre', t('costCentre'))}
        {text('routing', t('routing'), t('routingHelp'))}
        {text('buyer_reference', t('buyerReference'), t('buyerReferenceHelp'))}
        {text('note', t('note'))}
      </Fields>
      <Outcome of={kept} change={change} label={label} {...(about ? { about } : {})} />
      <div className={classes.row}>
        <Button type="submit" loading={change.isPending} disabled={!draft.name.trim()}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

function Fields({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className={classes.fields}>
      <legend>{name}</legend>
      {children}
    </fieldset>
  )
}

/** What the check of a VAT number came to, in the reader's words. */
export function useVatWords() {
  const t = useWords(accounts)
  const { locale } = useLanguage()
  const named = (code: string) =>
    code.length === 2
      ? (new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code.toUpperCase()) ?? code)
      : '—'
  return {
    right: (country: string) => t('vatRight', { country: named(country) }),
    refusal: (error: unknown, country: string) =>
      error instanceof Refusal && error.code === 'vat_number_invalid'
        ? t('vatWrong', { country: named(country) })
        : fieldError(error, 'vat_number'),
  }
}
