import { Autocomplete, Button, CloseButton, NumberInput, Textarea, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { MomentField } from '@wattfleet/ui/field/MomentField.tsx'
import { momentAt } from '@wattfleet/ui/field/written.ts'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { type FormEvent, useState } from 'react'
import classes from './meterKeys.module.css'

/** A key from the plate of the meter, or from the maker's list: whoever registers it vouches for it. */
export function NewMeterKey() {
  const t = useWords(meters)
  const c = useWords(common)
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as { station?: string }
  const stations = useLiveList('station')
  const [station, setStation] = useState(asked.station ?? '')
  const [key, setKey] = useState('')
  const [evse, setEvse] = useState<string | number>('')
  const [meter, setMeter] = useState('')
  const [from, setFrom] = useState('')
  const [note, setNote] = useState('')
  const zone = useZoneOf(station)
  const make = useChange('POST /api/v1/meter-keys', [
    '/api/v1/meter-keys',
    '/api/v1/sessions',
    '/api/v1/invoice-runs',
  ])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate(
      {
        body: {
          station,
          public_key: key.trim(),
          evse: Number(evse) || 0,
          meter: meter.trim(),
          valid_from: momentAt(from, zone),
          note: note.trim(),
        },
      },
      {
        onSuccess: (made) =>
          void navigate({ to: '/meter-keys/$id', params: { id: made.id }, search: (before) => before }),
      },
    )
  }
  return (
    <Page
      title={t('make')}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/meter-keys" search={(before) => before} {...props} />}
        />
      }
    >
      <form className={classes.form} onSubmit={submit}>
        <span className={classes.dim}>{t('makeWhy')}</span>
        <div className={classes.row}>
          <Autocomplete
            size="xs"
            label={t('station')}
            required
            value={station}
            error={fieldError(make.error, 'station')}
            onChange={setStation}
            limit={20}
            data={stations.map((one) => one.identity)}
          />
          <NumberInput
            label={t('evse')}
            placeholder={t('allEvses')}
            w={90}
            min={0}
            max={100}
            value={evse}
            error={fieldError(make.error, 'evse')}
            onChange={setEvse}
          />
          <TextInput
            label={t('meter')}
            placeholder={t('anyMeter')}
            value={meter}
            error={fieldError(make.error, 'meter')}
            onChange={(event) => setMeter(event.currentTarget.value)}
          />
        </div>
        <Textarea
          label={t('key')}
          description={t('keyHow')}
          required
          autosize
          minRows={3}
          value={key}
          error={fieldError(make.error, 'public_key')}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <div className={classes.row}>
          <MomentField
            label={t('from')}
            description={t('fromEver')}
            value={from}
            zone={zone}
            error={fieldError(make.error, 'valid_from')}
            onChange={(next) => setFrom(next)}
          />
          <TextInput
            label={t('compared')}
            placeholder={t('comparedSuch')}
            style={{ flex: '1 1 200px' }}
            value={note}
            error={fieldError(make.error, 'note')}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </div>
        <span className={classes.dim}>{t('approveSo')}</span>
        <Refused error={make.error} />
        <div>
          <Button type="submit" loading={make.isPending} disabled={!station || key.trim().length < 20}>
            {t('makeDo')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
