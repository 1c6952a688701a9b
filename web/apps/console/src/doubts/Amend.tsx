import { Button, TextInput } from '@mantine/core'
import type { AmendBody, ReviewView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { kilo, milli } from '@wattfleet/ui/show/numbers.ts'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './doubts.module.css'

interface AmendProps {
  session: SessionDetailView
  review: ReviewView
}

/** What a person knows better than the station: it stands beside what was told, and can be taken back. */
export function Amend({ session, review }: AmendProps) {
  const t = useWords(doubts)
  const amend = useChange('POST /api/v1/sessions/{id}/amend', ['/api/v1/doubts', '/api/v1/sessions'])
  const first = { energy: kilo(session.energy_wh), token: session.token ?? '', driver: session.driver ?? '' }
  const label = useLabel(doubts, { token: 'card' })
  const kept = useDraft(first, review.version)
  const { value: draft, set } = kept
  const [reason, setReason] = useState('')
  const changed = (Object.keys(first) as (keyof typeof first)[]).filter((one) => draft[one] !== first[one])
  const put = (what: Omit<AmendBody, 'revision' | 'reason'>) =>
    amend.mutate(
      {
        path: { id: session.id },
        version: kept.version,
        body: { ...what, revision: review.revision, reason: reason.trim() },
      },
      {
        onSuccess: () => {
          kept.take()
          setReason('')
        },
      },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put({
      ...(changed.includes('energy') ? { energy_wh: milli(draft.energy) } : {}),
      ...(changed.includes('token') ? { token: draft.token.trim() } : {}),
      ...(changed.includes('driver') ? { driver: draft.driver.trim() } : {}),
    })
  }
  const said = reason.trim().length >= 3
  return (
    <Panel title={t('amend')}>
      <form className={classes.form} onSubmit={submit}>
        <span className={classes.dim}>{t('amendHelp')}</span>
        <div className={classes.buttons}>
          <TextInput
            label={t('energy')}
            w={110}
            inputMode="decimal"
            value={draft.energy}
            error={fieldError(amend.error, 'energy_wh')}
            onChange={(event) => set({ energy: event.currentTarget.value.replace(',', '.') })}
          />
          <TextInput
            label={t('card')}
            w={170}
            value={draft.token}
            error={fieldError(amend.error, 'token')}
            onChange={(event) => set({ token: event.currentTarget.value })}
          />
          <TextInput
            label={t('driver')}
            w={150}
            value={draft.driver}
            error={fieldError(amend.error, 'driver')}
            onChange={(event) => set({ driver: event.currentTarget.value })}
          />
        </div>
        <TextInput
          label={t('whyAmended')}
          value={reason}
          error={fieldError(amend.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Outcome of={kept} change={amend} label={label} about={['session', session.id]} />
        <div className={classes.buttons}>
          <Button
            type="submit"
            variant="default"
            loading={amend.isPending}
            disabled={!said || changed.length === 0}
          >
            {t('amendDo')}
          </Button>
          {review.amended !== null && (
            <Button
              variant="subtle"
              disabled={!said}
              onClick={() =>
                put({ energy_wh: null, started_at: null, ended_at: null, token: null, driver: null })
              }
            >
              {t('amendBack')}
            </Button>
          )}
        </div>
      </form>
    </Panel>
  )
}
