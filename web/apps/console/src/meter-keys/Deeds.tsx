import { Button, Textarea, TextInput } from '@mantine/core'
import type { MeterKeyView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Decided, Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft, useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import { MomentField } from '@wattfleet/ui/field/MomentField.tsx'
import { momentAt } from '@wattfleet/ui/field/written.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { type FormEvent, useState } from 'react'
import classes from './meterKeys.module.css'

/** What a key proves changes what is held: sessions, runs and holds are read again. */
const TOUCHES = ['/api/v1/meter-keys', '/api/v1/acts', '/api/v1/sessions', '/api/v1/invoice-runs']

interface DeedProps {
  of: MeterKeyView
}

function useKeyChange({ id }: MeterKeyView, version: number) {
  const change = useChange('PATCH /api/v1/meter-keys/{id}', TOUCHES)
  const put = (body: Parameters<typeof change.mutate>[0]['body'], done?: () => void) =>
    change.mutate({ path: { id }, version, body }, done ? { onSuccess: done } : {})
  return { ...change, put }
}

/** A person vouches for a key that came with a value, or again for one that was taken back. */
export function Approve({ of }: DeedProps) {
  const t = useWords(meters)
  const label = useLabel(meters, { note: 'compared' })
  const kept = useDraft({ note: of.note, meter: of.meter }, of.version)
  const { note, meter } = kept.value
  const change = useKeyChange(of, kept.version)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.put({ state: 'approved', note: note.trim(), meter: meter.trim() })
  }
  return (
    <form className={classes.notice} onSubmit={submit}>
      <strong>{t(of.state === 'seen' ? 'waitsTitle' : 'approveAgain')}</strong>
      <span>{t(of.state === 'seen' ? 'waitsWhy' : 'approveAgainWhy')}</span>
      <div className={classes.row}>
        <TextInput
          label={t('meter')}
          placeholder={t('anyMeter')}
          value={meter}
          error={fieldError(change.error, 'meter')}
          onChange={(event) => kept.set({ meter: event.currentTarget.value })}
        />
        <TextInput
          label={t('compared')}
          placeholder={t('comparedSuch')}
          style={{ flex: '1 1 200px' }}
          value={note}
          error={fieldError(change.error, 'note')}
          onChange={(event) => kept.set({ note: event.currentTarget.value })}
        />
      </div>
      <span className={classes.dim}>{t('approveSo')}</span>
      <Outcome of={kept} change={change} label={label} about={['meter_key', of.id]} />
      <div>
        <Button type="submit" loading={change.isPending}>
          {t('approve')}
        </Button>
      </div>
    </form>
  )
}

/** The moment at which it holds no more: a meter was changed. */
export function Bound({ of }: DeedProps) {
  const t = useWords(meters)
  const zone = useZoneOf(of.station)
  const [at, setAt] = useState('')
  const seen = useSeen(of.version, at !== '')
  const change = useKeyChange(of, seen.version)
  const moment = momentAt(at, zone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (moment !== null) change.put({ valid_until: moment }, () => setAt(''))
  }
  return (
    <Panel title={t('bound')}>
      <form className={classes.form} onSubmit={submit}>
        <span className={classes.dim}>{t('boundWhy')}</span>
        <div className={classes.row}>
          <MomentField
            label={t('boundAt')}
            value={at}
            zone={zone}
            error={fieldError(change.error, 'valid_until')}
            onChange={(next) => setAt(next)}
          />
          <Button type="submit" variant="default" loading={change.isPending} disabled={moment === null}>
            {t('boundDo')}
          </Button>
          {of.valid_until !== null && (
            <Button
              variant="subtle"
              loading={change.isPending}
              onClick={() => change.put({ valid_until: null })}
            >
              {t('unbound')}
            </Button>
          )}
        </div>
        {moment !== null && (
          <output>
            {t('boundSo')} <When at={moment} zone={zone} as="exact" />
          </output>
        )}
        <Decided of={seen} change={change} about={['meter_key', of.id]} />
      </form>
    </Panel>
  )
}

/** It proves nothing any more, not even what it signed before. */
export function Revoke({ of }: DeedProps) {
  const t = useWords(meters)
  const [note, setNote] = useState('')
  const seen = useSeen(of.version, note !== '')
  const change = useKeyChange(of, seen.version)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.put({ state: 'revoked', note: note.trim() })
  }
  return (
    <Panel title={t('revoke')}>
      <form className={classes.form} onSubmit={submit}>
        <span className={classes.dim}>{t(of.state === 'seen' ? 'refuseSo' : 'revokeSo')}</span>
        <Textarea
          label={t('reason')}
          autosize
          minRows={2}
          value={note}
          error={fieldError(change.error, 'note')}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Decided of={seen} change={change} about={['meter_key', of.id]} />
        <div>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={note.trim().length < 3}
          >
            {t('revokeDo')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
