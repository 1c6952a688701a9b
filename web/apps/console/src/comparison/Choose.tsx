import { Button, MultiSelect, NativeSelect } from '@mantine/core'
import type { TariffView } from '@wattfleet/api/generated/shapes.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { MonthField } from '@wattfleet/ui/field/MonthField.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { useSites } from '@wattfleet/ui/show/place.ts'
import { comparison } from '@wattfleet/words/comparison.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { FormEvent } from 'react'
import classes from './comparison.module.css'

interface ChooseProps {
  tariffs: readonly TariffView[]
  month: string
  busy: boolean
  onStart: () => void
}

/** What is compared stands in the address, so that a colleague can look at the same. */
export function Choose({ tariffs, month, busy, onStart }: ChooseProps) {
  const t = useWords(comparison)
  const [chosen, set] = useFilters()
  const stations = useLiveList('station')
  const sites = useSites()
  const named = tariffs.map((one) => ({ value: one.id, label: one.name }))
  const many = (name: 'sites' | 'stations', label: string, data: { value: string; label: string }[]) => (
    <MultiSelect
      size="xs"
      miw={180}
      maw={420}
      searchable
      limit={50}
      label={label}
      placeholder={chosen[name] ? undefined : t('all')}
      data={data}
      value={chosen[name]?.split(',') ?? []}
      onChange={(next) => set(name, next.join(','))}
    />
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onStart()
  }
  return (
    <form className={classes.choose} onSubmit={submit}>
      <NativeSelect
        size="xs"
        label={t('a')}
        value={chosen.a ?? ''}
        data={[{ value: '', label: t('asSold') }, ...named]}
        onChange={(event) => set('a', event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        label={t('b')}
        value={chosen.b ?? ''}
        data={[{ value: '', label: t('choose') }, ...named]}
        onChange={(event) => set('b', event.currentTarget.value)}
      />
      <MonthField label={t('month')} value={month} onChange={(next) => set('month', next)} />
      {many(
        'sites',
        t('sites'),
        sites.map((one) => ({ value: one.id, label: one.name })),
      )}
      {many(
        'stations',
        t('stations'),
        stations.map((one) => ({ value: one.identity, label: one.identity })),
      )}
      <Button type="submit" loading={busy} disabled={!chosen.b}>
        {t('start')}
      </Button>
    </form>
  )
}
