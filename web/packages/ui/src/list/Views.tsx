import { Button, Checkbox, CloseButton, Popover, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { type FormEvent, useState } from 'react'
import { type Filters, useFilters } from './filters.ts'
import classes from './list.module.css'
import { turnColumn, useHidden } from './shown.ts'

interface Named {
  name: string
  head: string
}

/** Which columns a list shows, and the views of it that are kept. */
export function Views({ list, columns }: { list: string; columns: readonly Named[] }) {
  const t = useWords(many)
  return (
    <>
      <Kept list={list} />
      <Popover position="bottom-end" trapFocus>
        <Popover.Target>
          <Button variant="default">{t('columns')}</Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.columns}>
          <Columns list={list} columns={columns} />
        </Popover.Dropdown>
      </Popover>
    </>
  )
}

function Columns({ list, columns }: { list: string; columns: readonly Named[] }) {
  const hidden = useHidden(list).split(' ')
  return columns
    .slice(1)
    .map((one) => (
      <Checkbox
        key={one.name}
        label={one.head}
        checked={!hidden.includes(one.name)}
        onChange={() => turnColumn(list, one.name)}
      />
    ))
}

interface View {
  name: string
  filters: Filters
}

function Kept({ list }: { list: string }) {
  const t = useWords(many)
  const navigate = useNavigate()
  const [filters] = useFilters()
  const [views, setViews] = useState(() => readViews(list))
  const [name, setName] = useState('')
  const [open, setOpen] = useState(false)
  const go = (one: View) => {
    setOpen(false)
    void navigate({ to: '.', search: () => one.filters } as never)
  }
  const keep = (next: readonly View[]) => {
    setViews(next)
    writeViews(list, next)
  }
  const add = (event: FormEvent) => {
    event.preventDefault()
    const said = name.trim()
    if (said) keep([...views.filter((one) => one.name !== said), { name: said, filters }])
    setName('')
  }
  return (
    <Popover position="bottom-end" width={280} trapFocus opened={open} onChange={setOpen}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!open)}>
          {t('views')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.columns}>
        {views.map((one) => (
          <div key={one.name} className={classes.view}>
            <Button variant="subtle" onClick={() => go(one)}>
              {one.name}
            </Button>
            <CloseButton
              aria-label={t('forgetView', { name: one.name })}
              onClick={() => keep(views.filter((other) => other !== one))}
            />
          </div>
        ))}
        <form className={classes.keepView} onSubmit={add}>
          <span className={classes.leftOut}>{t('noViews')}</span>
          <TextInput
            label={t('viewName')}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()}>
            {t('keepView')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

const PLACE = 'wattfleet.views.'

function readViews(list: string): readonly View[] {
  try {
    return JSON.parse(localStorage.getItem(PLACE + list) ?? '[]') as View[]
  } catch {
    return []
  }
}

function writeViews(list: string, views: readonly View[]): void {
  try {
    localStorage.setItem(PLACE + list, JSON.stringify(views))
  } catch {
    // A browser that keeps nothing has no views.
  }
}
