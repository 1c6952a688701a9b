import { Autocomplete, Button, NumberInput, TextInput } from '@mantine/core'
import type { GroupView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { MomentField } from '@wattfleet/ui/field/MomentField.tsx'
import { momentAt } from '@wattfleet/ui/field/written.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { WhyTariff } from '@wattfleet/ui/frame/WhyTariff.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { groups } from '@wattfleet/words/groups.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './groups.module.css'

interface Asked {
  identity: string
  token: string
  evse: number
  at: string | undefined
}

/** Which tariff would sell a session at a station, by a card, at a moment. */
export function AskWhy({ group }: { group: GroupView }) {
  const t = useWords(groups)
  const stations = useLiveList('station')
  const uses = useCall('GET /api/v1/tariff-groups/{id}/stations', { path: { id: group.id } })
  const [identity, setIdentity] = useState<string | null>(null)
  const [token, setToken] = useState('')
  const [evse, setEvse] = useState<string | number>(1)
  const [at, setAt] = useState('')
  const [asked, setAsked] = useState<Asked | null>(null)
  const chosen = identity ?? uses.data?.items[0]?.station ?? ''
  const zone = useZoneOf(chosen)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked({
      identity: chosen,
      token: token.trim(),
      evse: Number(evse) || 1,
      at: momentAt(at, zone) ?? undefined,
    })
  }
  return (
    <Panel title={t('ask')}>
      <div className={classes.editing}>
        <small className={classes.dim}>{t('askHelp')}</small>
        <form className={classes.row} onSubmit={submit}>
          <Autocomplete
            size="xs"
            label={t('station')}
            value={chosen}
            onChange={setIdentity}
            limit={20}
            data={stations.map((one) => one.identity)}
          />
          <NumberInput label={t('evseNumber')} w={72} min={1} max={200} value={evse} onChange={setEvse} />
          <TextInput
            label={t('card')}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <MomentField label={t('at')} value={at} zone={zone} onChange={setAt} />
          <Button type="submit" variant="default" disabled={!chosen}>
            {t('askDo')}
          </Button>
        </form>
        {asked && <Answer asked={asked} version={group.version} />}
      </div>
    </Panel>
  )
}

function Answer({ asked: { identity, ...query } }: { asked: Asked; version: number }) {
  const answer = useCall('GET /api/v1/stations/{identity}/tariff/why', { path: { identity }, query })
  if (answer.data === undefined) return waiting(answer)
  return <WhyTariff why={answer.data} />
}
