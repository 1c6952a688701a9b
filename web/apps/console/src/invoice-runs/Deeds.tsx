import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { RunView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { useState } from 'react'
import classes from './runs.module.css'

const TOUCHES = ['/api/v1/invoice-runs', '/api/v1/invoices']

/** What can be done with a run; what follows from it stands beside the button. */
export function Deeds({ run }: { run: RunView }) {
  if (run.state === 'draft') return <Issue run={run} />
  return run.state === 'issued' || run.state === 'discarded' ? <Again run={run} /> : null
}

function Issue({ run }: { run: RunView }) {
  const t = useWords(runs)
  const [day, setDay] = useState('')
  const issue = useChange('POST /api/v1/invoice-runs/{id}/issue', TOUCHES)
  const discard = useChange('POST /api/v1/invoice-runs/{id}/discard', TOUCHES)
  const path = { id: run.id }
  const n = run.invoices
  const over = run.month < today(new Date()).slice(0, 7)
  return (
    <Panel title={t('issue')}>
      <div className={classes.form}>
        <span>{n === 0 ? t('nothing') : over ? t('issueWhat', { n }) : t('notOver')}</span>
        {run.held > 0 && (
          <span className={classes.dim}>
            {t('heldMend', { n: run.held })} {n > 0 && over && t('heldOr')}
          </span>
        )}
        <div className={classes.row}>
          {n > 0 && over && (
            <>
              <DayField
                label={t('issueOn')}
                value={day || today(new Date())}
                error={fieldError(issue.error, 'issue_on')}
                onChange={(next) => setDay(next)}
              />
              <Button
                loading={issue.isPending}
                onClick={() => issue.mutate({ path, body: { issue_on: day || null } })}
              >
                {t('issueDo', { n })}
              </Button>
            </>
          )}
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() => discard.mutate({ path } as never)}
          >
            {t('discard')}
          </Button>
        </div>
        <span className={classes.dim}>{t('discardWhat')}</span>
        <Refused error={issue.error ?? discard.error} />
      </div>
    </Panel>
  )
}

function Again({ run }: { run: RunView }) {
  const t = useWords(runs)
  const navigate = useNavigate()
  const start = useChange('POST /api/v1/invoice-runs', TOUCHES)
  const go = () =>
    start.mutate(
      { body: { month: run.month } },
      { onSuccess: (made) => void navigate({ to: '/invoice-runs/$id', params: { id: made.id } }) },
    )
  return (
    <>
      <div>
        <Button variant="default" loading={start.isPending} onClick={go}>
          {t('again')}
        </Button>
      </div>
      <Refused error={start.error} />
    </>
  )
}
