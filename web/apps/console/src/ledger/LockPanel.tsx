import { Button, Checkbox, CloseButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { type FormEvent, useState } from 'react'
import classes from './ledger.module.css'

/** Up to which day the books are closed, and how they are closed further: for good, so it is said before. */
export function LockPanel() {
  const t = useWords(ledger)
  const c = useWords(common)
  const may = useMay()
  const lock = useCall('GET /api/v1/ledger/lock', {})
  if (lock.data === undefined) return waiting(lock)
  const until = lock.data.until
  return (
    <Page
      title={t('lock')}
      actions={
        <CloseButton aria-label={c('close')} renderRoot={(props) => <Link to="/ledger" {...props} />} />
      }
    >
      <Panel title={t('closedTo')}>{until ? <Day of={until} /> : t('neverClosed')}</Panel>
      {may('billing:write') && <Close key={until ?? ''} until={until} />}
    </Page>
  )
}

function Close({ until }: { until: string | null }) {
  const t = useWords(ledger)
  const { locale } = useLanguage()
  const [day, setDay] = useState('')
  const [sure, setSure] = useState(false)
  const lock = useChange('PUT /api/v1/ledger/lock', ['/api/v1/ledger'])
  const said = day ? dayText(day, locale) : ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    lock.mutate({ body: { until: day } })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <DayField
        label={t('lockDay')}
        w={180}
        min={until ?? undefined}
        value={day}
        error={fieldError(lock.error, 'until')}
        onChange={(next) => {
          setDay(next)
          setSure(false)
        }}
      />
      {day && <output>{t('consequence', { day: said })}</output>}
      {day && (
        <Checkbox
          label={t('understood', { day: said })}
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
      <Refused error={lock.error} />
      <div>
        <Button type="submit" loading={lock.isPending} disabled={!day || !sure}>
          {t('lock')}
        </Button>
      </div>
    </form>
  )
}
