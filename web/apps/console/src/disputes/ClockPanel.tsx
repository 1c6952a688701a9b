import { Button, CloseButton, NumberInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { versionOf } from '@wattfleet/api/call.ts'
import type { DisputeClock } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { dayText, today } from '@wattfleet/ui/show/days.ts'
import { common } from '@wattfleet/words/common.ts'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import type { FormEvent } from 'react'
import classes from './disputes.module.css'

const DAY_MS = 86_400_000

/** Within how many days disputes are answered, and for how long drivers may open one. */
export function ClockPanel() {
  const t = useWords(disputes)
  const c = useWords(common)
  const may = useMay()
  const clock = useCall('GET /api/v1/dispute-clock', {})
  return (
    <Page
      title={t('clock')}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/disputes" search={(before) => before} {...props} />}
        />
      }
    >
      {clock.data === undefined ? (
        waiting(clock)
      ) : may('setup:write') ? (
        <Edit of={clock.data} />
      ) : (
        <Said of={clock.data} />
      )}
    </Page>
  )
}

function Said({ of }: { of: DisputeClock }) {
  const t = useWords(disputes)
  return (
    <Facts
      of={[
        [t('answerDays'), t('days', { n: of.answer_days ?? 0 })],
        [t('openDays'), t('days', { n: of.open_days ?? 0 })],
      ]}
    />
  )
}

interface Typed {
  answer_days: string | number
  open_days: string | number
}

function typedOf({ answer_days = 14, open_days = 90 }: DisputeClock): Typed {
  return { answer_days, open_days }
}

function Edit({ of }: { of: DisputeClock }) {
  const t = useWords(disputes)
  const { locale } = useLanguage()
  const now = useNow()
  const label = useLabel(disputes)
  const kept = useDraft(typedOf(of), versionOf(of) ?? 0)
  const { answer_days: answer, open_days: open } = kept.value
  const put = useChange('PUT /api/v1/dispute-clock', ['/api/v1/dispute-clock', '/api/v1/disputes'])
  const dayAt = (days: number) => dayText(today(new Date(now.getTime() + days * DAY_MS)), locale)
  const days = [Number(answer), Number(open)] as const
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(
      { body: { answer_days: days[0], open_days: days[1] }, version: kept.version },
      { onSuccess: (made) => kept.saved(typedOf(made), versionOf(made) ?? kept.version) },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <NumberInput
        label={t('answerDays')}
        w={220}
        min={1}
        max={365}
        required
        allowDecimal={false}
        value={answer}
        error={fieldError(put.error, 'answer_days')}
        onChange={(next) => kept.set({ answer_days: next })}
      />
      {days[0] > 0 && <span className={classes.dim}>{t('answerSo', { day: dayAt(days[0]) })}</span>}
      <NumberInput
        label={t('openDays')}
        w={220}
        min={1}
        max={3650}
        required
        allowDecimal={false}
        value={open}
        error={fieldError(put.error, 'open_days')}
        onChange={(next) => kept.set({ open_days: next })}
      />
      {days[1] > 0 && <span className={classes.dim}>{t('openSo', { day: dayAt(days[1]) })}</span>}
      <span>{t('clockSo')}</span>
      <Outcome of={kept} change={put} label={label} about={['dispute_clock']} />
      <div className={classes.row} style={{ alignItems: 'center' }}>
        <Button type="submit" loading={put.isPending} disabled={!(days[0] > 0 && days[1] > 0)}>
          {t('clockSave')}
        </Button>
        {put.isSuccess && !kept.touched && <output>{t('clockSaved')}</output>}
      </div>
    </form>
  )
}
