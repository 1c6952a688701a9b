import { Button, Popover, TextInput } from '@mantine/core'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { addDays, momentAt } from '@wattfleet/ui/field/written.ts'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { useHomeZone, useSites } from '@wattfleet/ui/show/place.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { type FormEvent, useState } from 'react'
import { firstOf, lastOf } from './days.ts'
import classes from './sessions.module.css'

/** The filters of the address that this changes. */
export const NARROWING = ['station', 'token', 'ended_from', 'ended_to'] as const

/** The filters that are written and not chosen: one station, one card, the days on which sessions ended. */
export function Narrowed() {
  const t = useWords(sessions)
  const c = useWords(common)
  const { locale } = useLanguage()
  const [{ site, station, token, ended_from, ended_to }, set] = useFilters()
  const [open, setOpen] = useState(false)
  const home = useHomeZone()
  const zone = useSites().find((one) => one.id === site)?.zone ?? home
  const first = firstOf(ended_from, zone)
  const last = lastOf(ended_to, zone)
  const text = (day: string) => (day ? dayText(day, locale) : '…')
  const days = first || last ? `${t('ended')} ${text(first)} – ${text(last)}` : ''
  const name = [station, token, days].filter(Boolean).join(' · ')
  const keep = (wish: Wish) => {
    set('station', wish.station.trim())
    set('token', wish.token.trim())
    set('ended_from', wish.first && momentAt(`${wish.first}T00:00:00`, zone))
    set('ended_to', wish.last && momentAt(`${addDays(wish.last, 1)}T00:00:00`, zone))
    setOpen(false)
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus opened={open} onChange={setOpen}>
      <Popover.Target>
        <Button
          variant={name ? 'light' : 'default'}
          aria-label={c('filterBy', { name: name || t('narrow') })}
          onClick={() => setOpen(!open)}
        >
          {name || t('narrow')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {open && (
          <Wishes
            first={{ station: station ?? '', token: token ?? '', first, last }}
            zone={zone}
            keep={keep}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

interface Wish {
  station: string
  token: string
  first: string
  last: string
}

function Wishes({ first, zone, keep }: { first: Wish; zone: string; keep: (wish: Wish) => void }) {
  const t = useWords(sessions)
  const [wish, setWish] = useState(first)
  const put = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep(wish)
  }
  return (
    <form className={classes.narrow} onSubmit={submit}>
      <TextInput
        label={t('station')}
        value={wish.station}
        onChange={(event) => put({ station: event.currentTarget.value })}
      />
      <TextInput
        label={t('card')}
        value={wish.token}
        onChange={(event) => put({ token: event.currentTarget.value })}
      />
      <DayField label={t('endedFrom')} value={wish.first} onChange={(day) => put({ first: day })} />
      <DayField label={t('endedLast')} value={wish.last} onChange={(day) => put({ last: day })} />
      <span className={classes.dim}>{t('narrowZone', { zone })}</span>
      <Button type="submit">{t('narrowDo')}</Button>
    </form>
  )
}
