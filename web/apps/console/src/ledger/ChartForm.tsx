import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { versionOf } from '@wattfleet/api/call.ts'
import type { Chart } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { type FormEvent, useState } from 'react'
import { accountsOf, addable, missingFrom, oddNumbers, type Row, rowsOf } from './chart.ts'
import classes from './ledger.module.css'
import { useAccountName } from './names.ts'

/** The chart, line by line; what an export would refuse is said before somebody asks for one. */
export function ChartForm({ chart, version }: { chart: Chart; version: number }) {
  const t = useWords(ledger)
  const label = useLabel(ledger, { title: 'chartTitle', source: 'chartSource', rows: 'chartLines' })
  const kept = useDraft(typedOf(chart), version)
  const { title, source, rows } = kept.value
  const setRows = (next: readonly Row[]) => kept.set({ rows: next })
  const put = useChange('PUT /api/v1/ledger/chart', ['/api/v1/ledger'])
  const add = (account: string) => setRows([...rows, { account, number: '', name: '' }])
  const change = (at: number, part: Partial<Row>) =>
    setRows(rows.map((one, other) => (other === at ? { ...one, ...part } : one)))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(
      {
        body: { title: title.trim(), source: source.trim(), accounts: accountsOf(rows) },
        version: kept.version,
      },
      { onSuccess: (made) => kept.saved(typedOf(made), versionOf(made) ?? kept.version) },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          label={t('chartTitle')}
          required
          value={title}
          onChange={(event) => kept.set({ title: event.currentTarget.value })}
        />
        <TextInput
          label={t('chartSource')}
          style={{ flex: '1 1 200px' }}
          value={source}
          onChange={(event) => kept.set({ source: event.currentTarget.value })}
        />
      </div>
      <Panel title={t('chartLines')} flush>
        {rows.map((one, at) => (
          <Line
            key={one.account}
            row={one}
            error={put.error}
            change={(part) => change(at, part)}
            remove={() => setRows(rows.filter((other) => other !== one))}
          />
        ))}
        <Add rows={rows} add={add} />
      </Panel>
      <Readiness rows={rows} add={add} />
      <Outcome of={kept} change={put} label={label} about={['chart']} />
      <div className={classes.row} style={{ alignItems: 'center' }}>
        <Button type="submit" loading={put.isPending} disabled={!title.trim() || rows.length === 0}>
          {t('chartSave')}
        </Button>
        {put.isSuccess && !kept.touched && <output>{t('chartSaved')}</output>}
      </div>
    </form>
  )
}

interface Typed {
  title: string
  source: string
  rows: readonly Row[]
}

function typedOf(chart: Chart): Typed {
  return { title: chart.title, source: chart.source ?? '', rows: rowsOf(chart) }
}

interface LineProps {
  row: Row
  error: unknown
  change: (part: Partial<Row>) => void
  remove: () => void
}

function Line({ row, error, change, remove }: LineProps) {
  const t = useWords(ledger)
  const nameOf = useAccountName()
  const named = nameOf(row.account)
  return (
    <div className={classes.chartLine}>
      <span>
        {named} <code className={classes.dim}>{row.account}</code>
      </span>
      <TextInput
        aria-label={t('chartNumberOf', { account: named })}
        placeholder={t('chartNumber')}
        required
        value={row.number}
        error={fieldError(error, `accounts.${row.account}.number`)}
        onChange={(event) => change({ number: event.currentTarget.value })}
      />
      <TextInput
        aria-label={t('chartNameOf', { account: named })}
        placeholder={t('chartName')}
        required
        value={row.name}
        error={fieldError(error, `accounts.${row.account}.name`)}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <CloseButton size="sm" aria-label={t('chartRemove', { account: named })} onClick={remove} />
    </div>
  )
}

/** Another ledger account; VAT can have one for each country. */
function Add({ rows, add }: { rows: readonly Row[]; add: (account: string) => void }) {
  const t = useWords(ledger)
  const nameOf = useAccountName()
  const free = addable(rows)
  const [chosen, setChosen] = useState('')
  const [country, setCountry] = useState('')
  const kind = free.includes(chosen) ? chosen : (free[0] ?? '')
  const account = country.length === 2 ? `vat:${country}` : kind
  const taken = rows.some((one) => one.account === account)
  return (
    <div className={`${classes.row} ${classes.line}`} style={{ justifyContent: 'flex-start' }}>
      <NativeSelect
        size="xs"
        label={t('account')}
        value={kind}
        disabled={free.length === 0}
        data={free.map((one) => ({ value: one, label: nameOf(one) }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <TextInput
        label={t('chartCountry')}
        w={160}
        maxLength={2}
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value.toUpperCase())}
      />
      <Button
        variant="default"
        disabled={!account || taken}
        onClick={() => {
          add(account)
          setCountry('')
        }}
      >
        {t('chartAdd')}
      </Button>
    </div>
  )
}

/** Which exports can be written by these lines, and what is in the way of the others. */
function Readiness({ rows, add }: { rows: readonly Row[]; add: (account: string) => void }) {
  const t = useWords(ledger)
  const nameOf = useAccountName()
  const booked = usePages('GET /api/v1/ledger/balances', { query: { limit: 1000 } })
  const missing = missingFrom(
    rows,
    booked.items.map((one) => one.account),
  )
  const odd = oddNumbers(rows)
  return (
    <Panel title={t('chartFollows')}>
      <div className={classes.form}>
        <span>{t('chartSo')}</span>
        {missing.length === 0 ? (
          <span>{t('chartWhole')}</span>
        ) : (
          <div className={classes.warn} role="status">
            <span>{t('chartMissing')}</span>
            {missing.map((one) => (
              <div key={one} className={classes.row} style={{ alignItems: 'center' }}>
                <span>
                  {nameOf(one)} <code className={classes.dim}>{one}</code>
                </span>
                <Button variant="default" size="compact-xs" onClick={() => add(one)}>
                  {t('chartAdd')}
                </Button>
              </div>
            ))}
          </div>
        )}
        {odd.length > 0 && (
          <div className={classes.warn} role="status">
            {t('chartOdd', { numbers: odd.join(', ') })}
          </div>
        )}
      </div>
    </Panel>
  )
}
