import { Button, TextInput } from '@mantine/core'
import type { OrderView, SettingView, StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { CommandAnswer } from '@wattfleet/ui/frame/CommandAnswer.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { FilterBar } from '@wattfleet/ui/list/FilterBar.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'
import { useState } from 'react'
import classes from './stations.module.css'
import { useOrder, type Wish } from './useOrder.ts'

/** The station's settings as it told them, beside what we want; written one at a time, with its answer. */
export function Configuration({ station }: { station: StationDetailView }) {
  const t = useWords(words)
  const may = useMay()
  const [{ search = '' }] = useFilters()
  const order = useOrder(station.identity)
  const [sent, setSent] = useState<OrderView | null>(null)
  const [chosen, setChosen] = useState<SettingView | null>(null)
  const path = { identity: station.identity }
  const settings = usePages('GET /api/v1/stations/{identity}/configuration', { path }, { everyMs: 5000 })
  const items = settings.items.filter((one) => nameOf(one).toLowerCase().includes(search.toLowerCase()))
  const send = async (wish: Wish) => setSent(await order.send(wish).catch(() => null))
  const read = may('commands:write') && (
    <Button variant="default" loading={order.isPending} onClick={() => send(readAll(station.ocpp))}>
      {t('read')}
    </Button>
  )
  return (
    <>
      <FilterBar search={t('searchSetting')} filters={[]}>
        {read}
      </FilterBar>
      <Refused error={order.error} />
      {sent && <CommandAnswer order={sent} />}
      {chosen && may('commands:write') && (
        <Writer
          key={nameOf(chosen)}
          setting={chosen}
          busy={order.isPending}
          write={(value) => send(writing(chosen, value))}
        />
      )}
      <List
        boxed
        label={t('configuration')}
        columns={useColumns()}
        pages={{ ...settings, items }}
        idOf={nameOf}
        chosen={chosen ? nameOf(chosen) : undefined}
        onOpen={setChosen}
        empty={
          <Empty title={t('noSettings')} action={read}>
            {t('settingsWill')}
          </Empty>
        }
      />
    </>
  )
}

interface WriterProps {
  setting: SettingView
  busy: boolean
  write: (value: string) => void
}

function Writer({ setting, busy, write }: WriterProps) {
  const t = useWords(words)
  const [value, setValue] = useState(setting.written ?? setting.value ?? '')
  const fixed = setting.mutability?.toLowerCase() === 'readonly'
  return (
    <form
      style={{ display: 'flex', gap: 8, alignItems: 'end' }}
      onSubmit={(event) => {
        event.preventDefault()
        write(value)
      }}
    >
      <TextInput
        style={{ flex: 1, maxWidth: 480 }}
        label={nameOf(setting)}
        description={fixed ? t('readOnly') : undefined}
        value={value}
        disabled={fixed}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" disabled={fixed} loading={busy}>
        {t('write')}
      </Button>
    </form>
  )
}

function nameOf(one: SettingView): string {
  const place = [one.component, one.instance].filter(Boolean).join('/')
  return [place, one.evse ? `EVSE ${one.evse}` : '', one.variable].filter(Boolean).join(' · ')
}

function readAll(ocpp: string): Wish {
  return ocpp === '1.6' ? { command: 'get_configuration' } : { command: 'get_base_report' }
}

function writing(one: SettingView, value: string): Wish {
  if (one.component === null) return { command: 'change_configuration', key: one.variable, value }
  const { component, variable, instance } = one
  return {
    command: 'set_variables',
    variables: [{ component, variable, variable_instance: instance, evse: one.evse || null, value }],
  }
}

function useColumns(): Column<SettingView>[] {
  const t = useWords(words)
  return [
    {
      name: 'name',
      head: t('setting'),
      width: 'minmax(220px, 2fr)',
      cell: (one) => <strong>{nameOf(one)}</strong>,
    },
    { name: 'value', head: t('value'), width: 'minmax(140px, 2fr)', cell: (one) => one.value ?? '—' },
    {
      name: 'written',
      head: t('written'),
      width: 'minmax(140px, 1fr)',
      cell: (one) =>
        one.written === null ? (
          ''
        ) : (
          <span className={one.refused || one.written !== one.value ? classes.bad : classes.dim}>
            {one.written} {one.refused ?? (one.written === one.value ? '' : t('differs'))}
          </span>
        ),
    },
    {
      name: 'mutability',
      head: '',
      width: '96px',
      cell: (one) => (one.mutability?.toLowerCase() === 'readonly' ? t('readOnly') : ''),
    },
    {
      name: 'told',
      head: t('told'),
      width: '120px',
      right: true,
      cell: (one) => <When at={one.told_at} as="ago" />,
    },
  ]
}
