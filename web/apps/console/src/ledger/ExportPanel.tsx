import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { QueryOf } from '@wattfleet/api/call.ts'
import { fetchFile, keep } from '@wattfleet/api/file.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { monthBefore, today } from '@wattfleet/ui/show/days.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { type FormEvent, useState } from 'react'
import classes from './ledger.module.css'

const FORMS = ['sie', 'datev', 'csv', 'xlsx', 'parquet'] as const

type Query = QueryOf<'GET /api/v1/ledger/export'>

/** The books of some days as a file for a bookkeeper or a program. */
export function ExportPanel() {
  const t = useWords(ledger)
  const c = useWords(common)
  return (
    <Page
      title={t('export')}
      actions={
        <CloseButton aria-label={c('close')} renderRoot={(props) => <Link to="/ledger" {...props} />} />
      }
    >
      <small className={classes.dim}>{t('exportHelp')}</small>
      <Ask />
    </Page>
  )
}

function Ask() {
  const t = useWords(ledger)
  const span = lastMonth(today(useNow()))
  const [form, setForm] = useState<(typeof FORMS)[number]>('sie')
  const [from, setFrom] = useState(span.from)
  const [to, setTo] = useState(span.to)
  const [chosen, setCurrency] = useState('')
  const [adviser, setAdviser] = useState('')
  const [client, setClient] = useState('')
  const balances = usePages('GET /api/v1/ledger/balances', { query: { limit: 1000 } })
  const currencies = [...new Set(balances.items.map((one) => one.currency))].sort()
  const currency = chosen || currencies[0] || ''
  const file = useMutation({
    mutationFn: async (query: Query) => {
      const kept = await fetchFile('GET /api/v1/ledger/export', { query })
      keep(kept)
      return kept.name
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const numbers = form === 'datev' ? { adviser: Number(adviser) || 0, client: Number(client) || 0 } : {}
    file.mutate({ format: form, from, to, currency, ...numbers })
  }
  const day = (label: string, value: string, onChange: (text: string) => void) => (
    <DayField label={label} required value={value} onChange={(next) => onChange(next)} />
  )
  const number = (label: string, value: string, onChange: (text: string) => void) => (
    <TextInput
      label={label}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
  return (
    <Panel title={t('download')}>
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.row}>
          <NativeSelect
            size="xs"
            label={t('form')}
            value={form}
            data={FORMS.map((one) => ({ value: one, label: t(`form_${one}`) }))}
            onChange={(event) => setForm(FORMS.find((one) => one === event.currentTarget.value) ?? 'sie')}
          />
          {day(t('from'), from, setFrom)}
          {day(t('to'), to, setTo)}
          <NativeSelect
            size="xs"
            label={t('currency')}
            value={currency}
            data={currencies}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          />
          {form === 'datev' && number(t('adviser'), adviser, setAdviser)}
          {form === 'datev' && number(t('client'), client, setClient)}
        </div>
        <Refused error={file.error} />
        <div className={classes.row}>
          <Button type="submit" loading={file.isPending} disabled={!currency}>
            {t('download')}
          </Button>
          {file.data && <output>{t('downloaded', { name: file.data })}</output>}
        </div>
      </form>
    </Panel>
  )
}

/** The whole month before this day's. */
function lastMonth(day: string): { from: string; to: string } {
  const month = monthBefore(day.slice(0, 7))
  const [year = 2000, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${last}` }
}
