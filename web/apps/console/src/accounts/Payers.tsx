import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core'
import type { AccountView, PayerView, PayerWish } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { momentAt } from '@wattfleet/ui/field/written.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { dayText, today } from '@wattfleet/ui/show/days.ts'
import { useHomeZone, useSites } from '@wattfleet/ui/show/place.ts'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './accounts.module.css'

const TOUCHES = ['/api/v1/payers']
const BY = ['token', 'group', 'evse', 'station', 'site'] as const
const SHOWN = 8
type By = (typeof BY)[number]

/** Which sessions it pays. */
export function Payers({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const may = useMay()('billing:write')
  const found = usePages('GET /api/v1/payers', { query: { account: account.id, limit: 1000 } })
  const [all, setAll] = useState(false)
  const shown = all ? found.items.length : SHOWN
  return (
    <Panel title={t('payers')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noPayers')}</div>
      )}
      {found.items.slice(0, shown).map((one) => (
        <Rule key={one.id} rule={one} editable={may} />
      ))}
      {found.items.length > shown && (
        <Button variant="subtle" fullWidth onClick={() => setAll(true)}>
          {t('moreRules', { n: `${found.items.length}${found.hasNextPage ? ' +' : ''}` })}
        </Button>
      )}
      {may && <Add account={account} />}
    </Panel>
  )
}

function Rule({ rule, editable }: { rule: PayerView; editable: boolean }) {
  const t = useWords(accounts)
  const word = useWordFor(accounts)
  const { locale } = useLanguage()
  const sites = useSites()
  const end = useChange('PATCH /api/v1/payers/{id}', TOUCHES)
  const { id, version, by, value, valid_from, valid_until } = rule
  const name = by === 'site' ? (sites.find((one) => one.id === value)?.name ?? value) : value
  const over = valid_until !== null && Date.parse(valid_until) <= Date.now()
  const day = (at: string) => dayText(today(new Date(at)), locale)
  const times = [
    valid_from !== null && t('since', { day: day(valid_from) }),
    valid_until !== null && t('before', { day: day(valid_until) }),
  ]
  return (
    <div className={classes.line}>
      <span>
        {word(by)} <strong>{name}</strong>
        <span className={classes.dim}>
          {' '}
          · {times.filter(Boolean).join(' · ') || t('always')}
          {over && ` · ${t('ended')}`}
          {rule.cost_centre && ` · ${t('costCentre')} ${rule.cost_centre}`}
          {rule.note && ` · ${rule.note}`}
        </span>
        <Refused error={end.error} />
      </span>
      {editable && !over && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('endOf', { value: name })}
          loading={end.isPending}
          onClick={() =>
            end.mutate({ path: { id }, version, body: { valid_until: new Date().toISOString() } })
          }
        >
          {t('endPayer')}
        </Button>
      )}
    </div>
  )
}

function Add({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const word = useWordFor(accounts)
  const [by, setBy] = useState<By>('token')
  const [value, setValue] = useState('')
  const [day, setDay] = useState('')
  const [costCentre, setCostCentre] = useState('')
  const zone = useHomeZone()
  const known = useKnown(by)
  const create = useChange('POST /api/v1/payers', TOUCHES)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const chosen = known.find((one) => one.label === value)?.value ?? value.trim()
    const body: PayerWish = {
      account_id: account.id,
      by,
      value: chosen,
      cost_centre: costCentre.trim(),
      valid_from: day ? momentAt(`${day}T00:00`, zone) : null,
    }
    create.mutate({ body }, { onSuccess: () => setValue('') })
  }
  return (
    <form className={classes.add} onSubmit={submit}>
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          label={t('payBy')}
          value={by}
          data={BY.map((one) => ({ value: one, label: word(one) }))}
          onChange={(event) => {
            setBy(BY.find((one) => one === event.currentTarget.value) ?? 'token')
            setValue('')
          }}
        />
        <Autocomplete
          size="xs"
          label={t('payValue')}
          w={180}
          limit={20}
          value={value}
          onChange={setValue}
          data={[...new Set(known.map((one) => one.label))]}
          error={fieldError(create.error, 'value', 'by')}
        />
        <DayField
          label={t('payFrom')}
          value={day}
          error={fieldError(create.error, 'valid_from')}
          onChange={(next) => setDay(next)}
        />
        <TextInput
          label={t('costCentre')}
          w={120}
          value={costCentre}
          onChange={(event) => setCostCentre(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!value.trim()} loading={create.isPending}>
          {t('addPayer')}
        </Button>
      </div>
      <Refused error={create.error} />
    </form>
  )
}

/** What there is to choose from, by the words that people know it by. */
function useKnown(by: By): { value: string; label: string }[] {
  const may = useMay()
  const stations = useLiveList('station')
  const sites = useSites()
  const tokens = usePages(
    'GET /api/v1/tokens',
    { query: { limit: 1000 } },
    { enabled: may('tokens:read') && (by === 'token' || by === 'group') },
  ).items
  const plain = (texts: readonly string[]) => texts.filter(Boolean).map((one) => ({ value: one, label: one }))
  switch (by) {
    case 'token':
      return plain(tokens.map((one) => one.uid))
    case 'group':
      return plain(tokens.map((one) => one.group ?? ''))
    case 'station':
      return plain(stations.map((one) => one.identity))
    case 'evse':
      return plain(stations.map((one) => `${one.identity}/1`))
    case 'site':
      return sites.map((one) => ({ value: one.id, label: one.name }))
  }
}
