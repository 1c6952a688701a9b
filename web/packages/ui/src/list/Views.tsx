import { Button, Checkbox, CloseButton, Popover, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ViewView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { type FormEvent, useState } from 'react'
import { useMay } from '../frame/me.tsx'
import { fieldError, Refused } from '../frame/Refused.tsx'
import { useFilters } from './filters.ts'
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

function Kept({ list }: { list: string }) {
  const t = useWords(many)
  const navigate = useNavigate()
  const kept = useCall('GET /api/v1/views', { query: { list, limit: 1000 } })
  const forget = useChange('DELETE /api/v1/views/{id}', PLACE)
  const [open, setOpen] = useState(false)
  const go = (one: ViewView) => {
    setOpen(false)
    void navigate({ to: '.', search: () => one.filters } as never)
  }
  const views = kept.data?.items ?? []
  const groups = [
    [t('myViews'), views.filter((one) => !one.everyone)],
    [t('everyonesViews'), views.filter((one) => one.everyone)],
  ] as const
  const mayShare = useMay()('views:write')
  return (
    <Popover position="bottom-end" width={300} trapFocus opened={open} onChange={setOpen}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!open)}>
          {t('views')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.columns}>
        {kept.error !== null && <Refused error={kept.error} />}
        {groups.map(
          ([head, some]) =>
            some.length > 0 && (
              <section key={head} aria-label={head}>
                <div className={classes.leftOut}>{head}</div>
                {some.map((one) => (
                  <div key={one.id} className={classes.view}>
                    <Button variant="subtle" onClick={() => go(one)}>
                      {one.name}
                    </Button>
                    {(!one.everyone || mayShare) && (
                      <CloseButton
                        aria-label={t('forgetView', { name: one.name })}
                        onClick={() => forget.mutate({ path: { id: one.id } })}
                      />
                    )}
                  </div>
                ))}
              </section>
            ),
        )}
        {forget.error !== null && <Refused error={forget.error} />}
        <KeepView list={list} mayShare={mayShare} />
      </Popover.Dropdown>
    </Popover>
  )
}

function KeepView({ list, mayShare }: { list: string; mayShare: boolean }) {
  const t = useWords(many)
  const [filters] = useFilters()
  const [name, setName] = useState('')
  const [everyone, setEveryone] = useState(false)
  const keep = useChange('POST /api/v1/views', PLACE)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = Object.entries(filters).filter((one): one is [string, string] => one[1] !== undefined)
    keep.mutate(
      { body: { list, name, filters: Object.fromEntries(said), everyone } },
      { onSuccess: () => setName('') },
    )
  }
  return (
    <form className={classes.keepView} onSubmit={submit}>
      <span className={classes.leftOut}>{t('noViews')}</span>
      <TextInput
        label={t('viewName')}
        value={name}
        maxLength={60}
        error={fieldError(keep.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {mayShare && (
        <Checkbox
          label={t('forEveryone')}
          checked={everyone}
          onChange={(event) => setEveryone(event.currentTarget.checked)}
        />
      )}
      <Refused error={keep.error} />
      <Button type="submit" disabled={!name.trim()} loading={keep.isPending}>
        {t('keepView')}
      </Button>
    </form>
  )
}

const PLACE = ['/api/v1/views']
