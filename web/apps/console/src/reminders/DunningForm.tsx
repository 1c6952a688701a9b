import { Button, Checkbox, CloseButton, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { versionOf } from '@wattfleet/api/call.ts'
import type { Dunning, Level, LimitView, Policy } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { common } from '@wattfleet/words/common.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import type { FormEvent } from 'react'
import { Caps } from './Caps.tsx'
import { Rates } from './Rates.tsx'
import classes from './reminders.module.css'

const WHO = ['', 'business', 'consumer'] as const
const FRESH: Policy = { levels: [{ after_days: 7 }] }

interface DunningFormProps {
  first: Dunning
  limits: readonly LimitView[]
  onDone: () => void
}

/** All rules and rates in one form: the order of the rules is a part of what they say. */
export function DunningForm({ first, limits, onDone }: DunningFormProps) {
  const t = useWords(reminders)
  const c = useWords(common)
  const label = useLabel(reminders, { policies: 'rules' })
  const kept = useDraft(first, versionOf(first) ?? 0)
  const put = useChange('PUT /api/v1/dunning', ['/api/v1/dunning'])
  const { policies } = kept.value
  const set = (next: readonly Policy[]) => kept.set({ policies: next })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate({ body: kept.value, version: kept.version }, { onSuccess: onDone })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {policies.map((one, at) => (
        <RuleFields
          // A rule is what its place makes it until it is kept.
          key={`rule ${at + 1}`}
          n={at + 1}
          policy={one}
          limits={limits}
          onChange={(next) => set(policies.map((other, place) => (place === at ? next : other)))}
          onUp={at > 0 ? () => set(moved(policies, at)) : undefined}
          onRemove={policies.length > 1 ? () => set(policies.filter((_, place) => place !== at)) : undefined}
        />
      ))}
      <div>
        <Button variant="default" onClick={() => set([...policies, FRESH])}>
          {t('addRule')}
        </Button>
      </div>
      <Rates
        rates={kept.value.rates ?? []}
        country={policies.find((one) => one.country)?.country ?? ''}
        onChange={(rates) => kept.set({ rates })}
      />
      <Outcome of={kept} change={put} label={label} about={['dunning']} />
      <div className={lines.row}>
        <Button type="submit" loading={put.isPending}>
          {t('save')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}

function moved(all: readonly Policy[], at: number): Policy[] {
  const next = [...all]
  next.splice(at - 1, 0, ...next.splice(at, 1))
  return next
}

interface RuleFieldsProps {
  n: number
  policy: Policy
  limits: readonly LimitView[]
  onChange: (next: Policy) => void
  onUp: (() => void) | undefined
  onRemove: (() => void) | undefined
}

function RuleFields({ n, policy, limits, onChange, onUp, onRemove }: RuleFieldsProps) {
  const t = useWords(reminders)
  const who = useWordFor(reminders, 'who_')
  const set = (part: Partial<Policy>) => onChange({ ...policy, ...part })
  const text = (name: 'country' | 'currency' | 'points' | 'least' | 'source', width: number) => (
    <TextInput
      label={t(name)}
      w={width}
      maw="100%"
      value={policy[name] ?? ''}
      onChange={(event) => set({ [name]: shaped(name, event.currentTarget.value) })}
    />
  )
  return (
    <fieldset className={classes.rule}>
      <legend>{t('rule', { n })}</legend>
      <div className={lines.row}>
        <NativeSelect
          size="xs"
          label={t('who')}
          value={policy.who ?? ''}
          data={WHO.map((one) => ({ value: one, label: who(one) }))}
          onChange={(event) => set({ who: WHO.find((one) => one === event.currentTarget.value) ?? '' })}
        />
        {text('country', 70)}
        {text('currency', 80)}
        <DayField
          label={t('since')}
          value={policy.since ?? ''}
          onChange={(next) => set({ since: next || null })}
        />
      </div>
      {policy.levels.map((level, at) => (
        <LevelFields
          key={`level ${at + 1}`}
          n={at + 1}
          level={level}
          onChange={(next) =>
            set({ levels: policy.levels.map((other, place) => (place === at ? next : other)) })
          }
          onRemove={
            policy.levels.length > 1
              ? () => set({ levels: policy.levels.filter((_, place) => place !== at) })
              : undefined
          }
        />
      ))}
      <div className={lines.row}>
        <Button
          variant="default"
          disabled={policy.levels.length >= 9}
          onClick={() =>
            set({
              levels: [...policy.levels, { after_days: (policy.levels.at(-1)?.after_days ?? 0) + 14 }],
            })
          }
        >
          {t('addLevel')}
        </Button>
      </div>
      <div className={lines.row}>
        {text('points', 110)}
        {text('least', 120)}
        {text('source', 260)}
      </div>
      <div className={classes.caps} style={{ padding: 0 }}>
        <Caps policy={policy} limits={limits} />
      </div>
      <div className={lines.row}>
        {onUp && (
          <Button variant="subtle" onClick={onUp}>
            {t('ruleUp', { n })}
          </Button>
        )}
        {onRemove && (
          <Button variant="subtle" color="red" onClick={onRemove}>
            {t('removeRule', { n })}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

interface LevelFieldsProps {
  n: number
  level: Level
  onChange: (next: Level) => void
  onRemove: (() => void) | undefined
}

function LevelFields({ n, level, onChange, onRemove }: LevelFieldsProps) {
  const t = useWords(reminders)
  return (
    <div className={lines.row}>
      <NumberInput
        label={`${t('levelOf', { n })}: ${t('afterDays')}`}
        w={200}
        min={1}
        max={365}
        value={level.after_days}
        onChange={(days) => onChange({ ...level, after_days: Number(days) || 1 })}
      />
      <TextInput
        label={t('fee')}
        w={80}
        inputMode="decimal"
        value={level.fee ?? '0'}
        onChange={(event) => onChange({ ...level, fee: shaped('points', event.currentTarget.value) })}
      />
      <Checkbox
        label={t('withInterest')}
        pb={7}
        checked={level.interest ?? false}
        onChange={(event) => onChange({ ...level, interest: event.currentTarget.checked })}
      />
      {onRemove && <CloseButton aria-label={t('removeLevel', { n })} onClick={onRemove} />}
    </div>
  )
}

function shaped(name: string, text: string): string {
  if (name === 'country') return text.toUpperCase().slice(0, 2)
  if (name === 'currency') return text.toUpperCase().slice(0, 3)
  return name === 'source' ? text : text.replace(',', '.')
}
