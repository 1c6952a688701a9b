import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { RuleInput } from '@wattfleet/api/generated/shapes.ts'
import { groups } from '@wattfleet/words/groups.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './groups.module.css'
import { DAYS, dayName, several } from './sentence.ts'
import { useTariffs } from './tariffs.ts'

interface FieldsProps {
  rule: RuleInput
  onChange: (next: RuleInput) => void
}

/** `[Depot] sells to [staff] at [CP1] on [Mon Tue] from [17:00] to [07:00]`. */
export function RuleFields({ rule, onChange }: FieldsProps) {
  const t = useWords(groups)
  const { items } = useTariffs()
  const set = (part: Partial<RuleInput>) => onChange({ ...rule, ...part })
  return (
    <div className={classes.editing}>
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          label={t('sells')}
          value={rule.tariff_id ?? ''}
          data={[
            { value: '', label: t('notSold') },
            ...items.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(event) => set({ tariff_id: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('note')}
          value={rule.note ?? ''}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
      <div className={classes.row}>
        <Several
          label={t('tokenGroups')}
          of={rule.token_groups}
          onChange={(token_groups) => set({ token_groups })}
        />
        <Several label={t('tokens')} of={rule.tokens} onChange={(tokens) => set({ tokens })} />
        <Several label={t('stations')} of={rule.stations} onChange={(stations) => set({ stations })} />
        <Several
          label={t('evses')}
          of={rule.evses}
          onChange={(evses) => set({ evses: evses.map(Number).filter((one) => one > 0) })}
        />
      </div>
      <Times rule={rule} set={set} />
    </div>
  )
}

function Times({ rule, set }: { rule: RuleInput; set: (part: Partial<RuleInput>) => void }) {
  const t = useWords(groups)
  const { locale } = useLanguage()
  const days = rule.day_of_week ?? []
  const toggle = (day: string) =>
    set({ day_of_week: DAYS.filter((one) => (one === day ? !days.includes(one) : days.includes(one))) })
  const field = (name: 'start_time' | 'end_time' | 'start_date' | 'end_date', label: string) => (
    <TextInput
      type={name.endsWith('time') ? 'time' : 'date'}
      label={label}
      value={rule[name] ?? ''}
      onChange={(event) => set({ [name]: event.currentTarget.value || null })}
    />
  )
  return (
    <div className={classes.row}>
      {field('start_time', t('from'))}
      {field('end_time', t('to'))}
      {field('start_date', t('fromDay'))}
      {field('end_date', t('toDay'))}
      <fieldset className={classes.days}>
        <legend>{t('days')}</legend>
        {DAYS.map((one) => (
          <Button
            key={one}
            size="compact-xs"
            variant={days.includes(one) ? 'filled' : 'default'}
            aria-pressed={days.includes(one)}
            onClick={() => toggle(one)}
          >
            {dayName(one, locale)}
          </Button>
        ))}
      </fieldset>
    </div>
  )
}

interface SeveralProps {
  label: string
  of: readonly (string | number)[] | undefined
  onChange: (next: string[]) => void
}

function Several({ label, of, onChange }: SeveralProps) {
  const t = useWords(groups)
  const [text, setText] = useState((of ?? []).join(', '))
  return (
    <TextInput
      label={label}
      placeholder={t('comma')}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(several(event.currentTarget.value))
      }}
    />
  )
}
