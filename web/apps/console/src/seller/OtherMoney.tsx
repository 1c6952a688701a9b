import { Button, CloseButton, Textarea, TextInput } from '@mantine/core'
import type { ExchangeRate } from '@wattfleet/api/generated/shapes.ts'
import { same } from '@wattfleet/ui/draft/merge.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import { useState } from 'react'
import { type PartProps, Text } from './Basics.tsx'
import { linesOf, registrationsOf } from './registrations.ts'
import classes from './seller.module.css'

/** Other currencies with their rates, and the countries in which it is registered beside its own. */
export function OtherMoney({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const [typed, setAbroad] = useState('')
  // As it is typed, unless the numbers have become others meanwhile.
  const numbers = draft.registrations ?? {}
  const abroad = same(registrationsOf(typed), numbers) ? typed : linesOf(numbers)
  const [code, setCode] = useState('')
  const rates: Readonly<Record<string, ExchangeRate>> = draft.rates ?? {}
  const without = (gone: string) => Object.fromEntries(Object.entries(rates).filter(([one]) => one !== gone))
  const put = (currency: string, next: ExchangeRate) => set({ rates: { ...rates, [currency]: next } })
  return (
    <Panel title={t('money')}>
      <div className={classes.form}>
        <div className={classes.fields}>
          <TextInput
            label={t('currency')}
            description={t('currencyHelp')}
            value={draft.currency ?? ''}
            error={fieldError(error, 'currency')}
            onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          />
        </div>
        <span className={classes.dim}>{t('ratesHelp')}</span>
        {Object.entries(rates).map(([currency, one]) => (
          <div key={currency} className={classes.row}>
            <strong>{currency}</strong>
            <Text
              name={`rates.${currency}.rate`}
              label={t('rate')}
              value={one.rate}
              error={error}
              onChange={(next) => put(currency, { ...one, rate: next.replace(',', '.') })}
            />
            <DayField
              label={t('rateOn')}
              value={one.on}
              onChange={(next) => put(currency, { ...one, on: next })}
            />
            <Text
              name={`rates.${currency}.source`}
              label={t('rateSource')}
              value={one.source}
              error={error}
              onChange={(next) => put(currency, { ...one, source: next })}
            />
            <CloseButton
              aria-label={t('removeRate', { currency })}
              onClick={() => set({ rates: without(currency) })}
            />
          </div>
        ))}
        <div className={classes.row}>
          <TextInput
            label={t('rateCurrency')}
            w={80}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.toUpperCase().slice(0, 3))}
          />
          <Button
            variant="default"
            disabled={code.length !== 3}
            onClick={() => {
              put(code, { rate: '', on: today(new Date()), source: '' })
              setCode('')
            }}
          >
            {t('addRate')}
          </Button>
        </div>
        <Textarea
          size="xs"
          label={t('abroad')}
          description={t('abroadHelp')}
          autosize
          minRows={2}
          value={abroad}
          error={fieldError(error, 'registrations')}
          onChange={(event) => {
            setAbroad(event.currentTarget.value)
            set({ registrations: registrationsOf(event.currentTarget.value) })
          }}
        />
      </div>
    </Panel>
  )
}
