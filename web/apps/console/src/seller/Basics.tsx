import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import type { Seller } from '@wattfleet/api/generated/shapes.ts'
import { Refusal } from '@wattfleet/api/problem.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import classes from './seller.module.css'

export interface PartProps {
  draft: Seller
  set: (part: Partial<Seller>) => void
  error: unknown
}

interface TextProps {
  name: string
  label: string
  value: string | undefined
  error: unknown
  onChange: (text: string) => void
}

export function Text({ name, label, value, error, onChange }: TextProps) {
  return (
    <TextInput
      label={label}
      value={value ?? ''}
      error={fieldError(error, name)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

export function Who({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const wrong = useVatRefusal(draft.address.country ?? '')
  const text = (name: 'name' | 'registration' | 'tax_number' | 'small_reason', label: string) => (
    <Text
      name={name}
      label={label}
      value={draft[name]}
      error={error}
      onChange={(next) => set({ [name]: next })}
    />
  )
  return (
    <Panel title={t('who')}>
      <div className={classes.fields}>
        {text('name', t('name'))}
        <TextInput
          label={t('vatNumber')}
          value={draft.vat_number ?? ''}
          error={wrong(error)}
          onChange={(event) => set({ vat_number: event.currentTarget.value })}
        />
        {text('registration', t('registration'))}
        {text('tax_number', t('taxNumber'))}
        <Checkbox
          className={classes.wide}
          label={t('small')}
          checked={draft.small ?? false}
          onChange={(event) => set({ small: event.currentTarget.checked })}
        />
        {draft.small && text('small_reason', t('smallReason'))}
      </div>
    </Panel>
  )
}

function useVatRefusal(country: string): (error: unknown) => string | undefined {
  const t = useWords(words)
  const { locale } = useLanguage()
  return (error) => {
    if (!(error instanceof Refusal) || error.code !== 'vat_number_invalid')
      return fieldError(error, 'vat_number')
    const named = country.length === 2 && new Intl.DisplayNames(locale, { type: 'region' }).of(country)
    return t('vatWrong', { country: named || '—' })
  }
}

export function Place({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const place = (name: keyof Seller['address'] & string, label: string) => (
    <Text
      name={`address.${name}`}
      label={label}
      value={draft.address[name]}
      error={error}
      onChange={(next) =>
        set({ address: { ...draft.address, [name]: name === 'country' ? next.toUpperCase() : next } })
      }
    />
  )
  const text = (name: 'contact' | 'email' | 'phone' | 'web' | 'routing', label: string) => (
    <Text
      name={name}
      label={label}
      value={draft[name]}
      error={error}
      onChange={(next) => set({ [name]: next })}
    />
  )
  return (
    <Panel title={t('address')}>
      <div className={classes.fields}>
        {place('street', t('street'))}
        {place('street2', t('street2'))}
        {place('postcode', t('postcode'))}
        {place('town', t('town'))}
        {place('country', t('country'))}
        {text('contact', t('contact'))}
        {text('email', t('email'))}
        {text('phone', t('phone'))}
        {text('web', t('web'))}
        {text('routing', t('routing'))}
      </div>
    </Panel>
  )
}

export function Bank({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const bank = draft.bank ?? {}
  const text = (name: keyof typeof bank & string, label: string) => (
    <Text
      name={`bank.${name}`}
      label={label}
      value={bank[name]}
      error={error}
      onChange={(next) => set({ bank: { ...bank, [name]: next } })}
    />
  )
  return (
    <Panel title={t('bank')}>
      <div className={classes.fields}>
        {text('iban', t('iban'))}
        {text('bic', t('bic'))}
        {text('bankgiro', t('bankgiro'))}
        {text('creditor_id', t('creditorId'))}
        {text('name', t('bankName'))}
      </div>
    </Panel>
  )
}

export function Numbers({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const { invoice_prefix = '', credit_prefix = 'C', digits = 5, yearly = true } = draft
  const first = (prefix: string) =>
    `${prefix}${yearly ? `${new Date().getFullYear()}-` : ''}${'1'.padStart(digits, '0')}`
  return (
    <Panel title={t('numbers')}>
      <div className={classes.fields}>
        <Text
          name="invoice_prefix"
          label={t('invoicePrefix')}
          value={invoice_prefix}
          error={error}
          onChange={(next) => set({ invoice_prefix: next })}
        />
        <Text
          name="credit_prefix"
          label={t('creditPrefix')}
          value={credit_prefix}
          error={error}
          onChange={(next) => set({ credit_prefix: next })}
        />
        <NumberInput
          label={t('digits')}
          min={1}
          max={12}
          value={digits}
          onChange={(next) => set({ digits: Number(next) || 5 })}
        />
        <Checkbox
          className={classes.wide}
          label={t('yearly')}
          checked={yearly}
          onChange={(event) => set({ yearly: event.currentTarget.checked })}
        />
        <span className={`${classes.wide} ${classes.dim}`}>
          {t('next', { invoice: first(invoice_prefix), note: first(credit_prefix) })}
        </span>
      </div>
    </Panel>
  )
}
