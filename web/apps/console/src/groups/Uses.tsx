import { Autocomplete, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { GroupView, UseView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { groups } from '@wattfleet/words/groups.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './groups.module.css'

/** The stations that are sold by this group, and how one more is. */
export function Uses({ group }: { group: GroupView }) {
  const t = useWords(groups)
  const may = useMay()
  const path = { id: group.id }
  const found = usePages('GET /api/v1/tariff-groups/{id}/stations', { path })
  return (
    <Panel title={t('uses')}>
      <div className={classes.editing}>
        {found.data === undefined ? waiting(found) : <Told uses={found.items} />}
        {found.hasNextPage && (
          <Button variant="subtle" onClick={() => void found.fetchNextPage()}>
            …
          </Button>
        )}
        {may('tariffs:write') && <Assign id={group.id} />}
      </div>
    </Panel>
  )
}

function Told({ uses }: { uses: readonly UseView[] }) {
  const t = useWords(groups)
  if (uses.length === 0) return <span className={classes.dim}>{t('unused')}</span>
  return (
    <ul className={classes.rules}>
      {uses.map((one) => (
        <li key={`${one.station} ${one.evse} ${one.valid_from}`}>
          <Link
            to="/stations/$identity"
            params={{ identity: one.station }}
            style={{ color: 'var(--wf-accent)' }}
          >
            {one.station}
          </Link>{' '}
          · {one.evse === 0 ? t('wholeStation') : t('evse', { n: one.evse })}
          {one.valid_from && (
            <>
              {' '}
              · {t('from')} <When at={one.valid_from} as="exact" />
            </>
          )}
          {one.valid_until && (
            <>
              {' '}
              · {t('to')} <When at={one.valid_until} as="exact" />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function Assign({ id }: { id: string }) {
  const t = useWords(groups)
  const stations = useLiveList('station')
  const [identity, setIdentity] = useState('')
  const [done, setDone] = useState('')
  const assign = useChange('PUT /api/v1/stations/{identity}/tariff', [
    '/api/v1/stations',
    '/api/v1/tariff-groups',
  ])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { tariff_id: null, group_id: id, evse: 0, valid_from: new Date().toISOString() }
    assign.mutate({ path: { identity }, body }, { onSuccess: () => setDone(identity) })
  }
  return (
    <form className={classes.row} onSubmit={submit}>
      <Autocomplete
        size="xs"
        label={t('assign')}
        value={identity}
        onChange={setIdentity}
        limit={20}
        data={stations.map((one) => one.identity)}
      />
      <Button type="submit" variant="default" loading={assign.isPending} disabled={!identity}>
        {t('assignDo')}
      </Button>
      {done && <output>{t('assigned', { station: done })}</output>}
      <Refused error={assign.error} />
    </form>
  )
}
