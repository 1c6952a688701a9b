import { Button, CloseButton, NumberInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MadeView } from '@wattfleet/api/generated/shapes.ts'
import { problemOf } from '@wattfleet/api/problem.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { collections } from '@wattfleet/words/collections.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './collections.module.css'
import { daysOn, nextBankDay } from './days.ts'
import { Planned } from './Planned.tsx'

const USUAL_NOTICE = 14

/** On which day: first what would be collected and what not, then the file. */
export function NewCollection() {
  const t = useWords(collections)
  const c = useWords(common)
  const [notice, setNotice] = useState(USUAL_NOTICE)
  const [day, setDay] = useState(() => nextBankDay(daysOn(new Date(), USUAL_NOTICE)))
  const [told, setTold] = useState<MadeView | null>(null)
  const look = useChange('POST /api/v1/collections', [])
  const wish = { due_on: day, notice_days: notice }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    look.mutate(
      { query: { dry_run: true }, body: wish },
      { onSuccess: setTold, onError: () => setTold(null) },
    )
  }
  return (
    <Page
      title={t('make')}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/collections" search={(before) => before} {...props} />}
        />
      }
    >
      <Panel title={t('day')}>
        <form className={classes.form} onSubmit={submit}>
          <div className={lines.row} style={{ alignItems: 'flex-start' }}>
            <DayField
              label={t('day')}
              required
              value={day}
              error={fieldError(look.error, 'due_on')}
              onChange={(next) => {
                setDay(next)
                setTold(null)
              }}
            />
            <NumberInput
              label={t('notice')}
              description={t('noticeHelp')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              w={260}
              min={1}
              max={90}
              value={notice}
              onChange={(days) => {
                setNotice(Number(days) || 1)
                setTold(null)
              }}
            />
          </div>
          <Refused error={look.error} />
          {problemOf(look.error)?.code === 'creditor_missing' && (
            <Link className={classes.link} to="/seller">
              {t('toSeller')}
            </Link>
          )}
          <div>
            <Button type="submit" variant={told ? 'default' : 'filled'} loading={look.isPending}>
              {t('preview')}
            </Button>
          </div>
        </form>
      </Panel>
      {told && <Planned key={`${day} ${notice}`} told={told} wish={wish} />}
    </Page>
  )
}
