import { Autocomplete, Button } from '@mantine/core'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { type FormEvent, useState } from 'react'
import classes from './tariffs.module.css'

/** From now on a station sells by this tariff. */
export function Assign({ tariffId }: { tariffId: string }) {
  const t = useWords(tariffs)
  const stations = useLiveList('station')
  const [identity, setIdentity] = useState('')
  const [done, setDone] = useState('')
  const assign = useChange('PUT /api/v1/stations/{identity}/tariff', ['/api/v1/stations'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { tariff_id: tariffId, evse: 0, valid_from: new Date().toISOString() }
    assign.mutate({ path: { identity }, body }, { onSuccess: () => setDone(identity) })
  }
  return (
    <Panel title={t('assign')}>
      <form className={classes.row} onSubmit={submit}>
        <Autocomplete
          size="xs"
          label={t('station')}
          value={identity}
          onChange={setIdentity}
          limit={20}
          data={stations.map((one) => one.identity)}
        />
        <Button type="submit" variant="default" loading={assign.isPending} disabled={!identity}>
          {t('assignDo')}
        </Button>
        {done && <output>{t('assigned', { station: done })}</output>}
      </form>
      <Refused error={assign.error} />
    </Panel>
  )
}
