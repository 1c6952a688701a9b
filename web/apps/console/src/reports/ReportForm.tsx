import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { Column, Every, Form, Group, Period, ReportWish } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { same } from '@wattfleet/ui/draft/merge.ts'
import { type About, Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import type { Draft } from '@wattfleet/ui/draft/useDraft.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { reports } from '@wattfleet/words/reports.ts'
import { type FormEvent, useState } from 'react'
import classes from './reports.module.css'
import { Several } from './Several.tsx'
import { useReportWords } from './useReportWords.ts'

const GROUPS: readonly Group[] = [
  ...(['site', 'station', 'country', 'token', 'token_group', 'driver', 'vehicle'] as const),
  ...(['state', 'day', 'week', 'month'] as const),
]
const COLUMNS: readonly Column[] = [
  ...(['sessions', 'energy_kwh', 'hours', 'before_vat', 'vat', 'amount', 'cost', 'margin'] as const),
]
const PERIODS: readonly Period[] = ['yesterday', 'last_week', 'this_month', 'last_month', 'days']
const FORMS: readonly Form[] = ['xlsx', 'csv', 'parquet']
const EVERY: readonly Every[] = ['day', 'week', 'month']
/** Where the words call a field otherwise. */
const FIELDS = {
  groups: 'groupsOf',
  columns: 'columnsOf',
  first: 'firstDay',
  last: 'lastDay',
  site_id: 'site',
}

interface ReportFormProps {
  kept: Draft<ReportWish>
  change: { isPending: boolean; error: unknown }
  about?: About
  onSubmit: (wish: ReportWish) => void
  onCancel: () => void
}

/** What a report tells of which sessions, and to whom it goes. */
export function ReportForm({ kept, change, onSubmit, onCancel, about }: ReportFormProps) {
  const { t, group, column, period } = useReportWords()
  const c = useWords(common)
  const label = useLabel(reports, FIELDS)
  const { value: draft, set } = kept
  const { error } = change
  const sites = usePages('GET /api/v1/sites', { query: { limit: 1000, sort: 'name' } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(draft)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('name')}
        required
        maw={360}
        value={draft.name}
        error={fieldError(error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Several
        label={t('groupsOf')}
        help={t('groupsHelp')}
        all={GROUPS}
        chosen={draft.groups ?? []}
        word={group}
        onChange={(groups) => set({ groups })}
      />
      <Several
        label={t('columnsOf')}
        help={t('columnsHelp')}
        all={COLUMNS}
        chosen={draft.columns}
        word={column}
        onChange={(columns) => set({ columns })}
      />
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          label={t('period')}
          value={draft.period ?? 'last_month'}
          data={PERIODS.map((one) => ({ value: one, label: period(one) }))}
          onChange={(event) => {
            const next = PERIODS.find((one) => one === event.currentTarget.value) ?? 'last_month'
            set(next === 'days' ? { period: next } : { period: next, first: null, last: null })
          }}
        />
        {draft.period === 'days' && <Days draft={draft} error={error} set={set} />}
        <NativeSelect
          size="xs"
          label={t('site')}
          value={draft.site_id ?? ''}
          data={[
            { value: '', label: t('everySite') },
            ...sites.items.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(event) => set({ site_id: event.currentTarget.value || null })}
        />
        <NativeSelect
          size="xs"
          label={t('form')}
          value={draft.form ?? 'xlsx'}
          data={FORMS.map((one) => ({ value: one, label: one.toUpperCase() }))}
          onChange={(event) =>
            set({ form: FORMS.find((one) => one === event.currentTarget.value) ?? 'xlsx' })
          }
        />
      </div>
      <Schedule draft={draft} error={error} set={set} />
      <Outcome of={kept} change={change} label={label} {...(about ? { about } : {})} />
      <div className={classes.row}>
        <Button
          type="submit"
          loading={change.isPending}
          disabled={!draft.name.trim() || draft.columns.length === 0}
        >
          {t('save')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}

interface PartProps {
  draft: ReportWish
  error: unknown
  set: (part: Partial<ReportWish>) => void
}

function Days({ draft, error, set }: PartProps) {
  const { t } = useReportWords()
  return (
    <>
      <DayField
        label={t('firstDay')}
        required
        value={draft.first ?? ''}
        error={fieldError(error, 'first')}
        onChange={(next) => set({ first: next || null })}
      />
      <DayField
        label={t('lastDay')}
        required
        value={draft.last ?? ''}
        error={fieldError(error, 'last')}
        onChange={(next) => set({ last: next || null })}
      />
    </>
  )
}

function Schedule({ draft, error, set }: PartProps) {
  const { t, every } = useReportWords()
  const [typed, setLines] = useState('')
  // As it is typed, unless the addresses have become others meanwhile.
  const to = draft.to ?? []
  const lines = same(addresses(typed), to) || draft.every === null ? typed : to.join('\n')
  return (
    <div className={classes.row} style={{ alignItems: 'flex-start' }}>
      <NativeSelect
        size="xs"
        label={t('every')}
        value={draft.every ?? ''}
        data={[
          { value: '', label: t('notSent') },
          ...EVERY.map((one) => ({ value: one, label: every(one) })),
        ]}
        onChange={(event) => {
          const next = EVERY.find((one) => one === event.currentTarget.value) ?? null
          setLines(lines)
          set({ every: next, to: next === null ? [] : addresses(lines) })
        }}
      />
      {draft.every && (
        <Textarea
          label={t('to')}
          description={t('toHelp')}
          required
          autosize
          minRows={2}
          w={360}
          maw="100%"
          value={lines}
          error={
            fieldError(error, 'to') ?? fieldError(error, ...(draft.to ?? []).map((_, at) => `to[${at}]`))
          }
          onChange={(event) => {
            setLines(event.currentTarget.value)
            set({ to: addresses(event.currentTarget.value) })
          }}
        />
      )}
    </div>
  )
}

function addresses(text: string): string[] {
  return text.split(/[,;\s]+/).filter(Boolean)
}
