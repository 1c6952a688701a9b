import { Button, CloseButton, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { fetchFile, keep } from '@wattfleet/api/file.ts'
import type { Form, ReportView, ReportWish } from '@wattfleet/api/generated/shapes.ts'
import { LOOK_AGAIN_MS, useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import type { Filters } from '@wattfleet/ui/list/filters.ts'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { ReportForm } from './ReportForm.tsx'
import { Rows } from './Rows.tsx'
import classes from './reports.module.css'
import { useReportWords } from './useReportWords.ts'

const TOUCHES = ['/api/v1/reports']
const FORMS: readonly Form[] = ['xlsx', 'csv', 'parquet']
const FRESH: ReportWish = { name: '', groups: ['site'], columns: ['sessions', 'energy_kwh', 'before_vat'] }

/** One report: what it says now, as a file, and to whom it goes; or a new one. */
export function ReportPage() {
  const { id } = useParams({ from: '/reports/$id' })
  const { of } = useSearch({ strict: false }) as Filters
  if (id === 'new') return of ? <Copied id={of} /> : <Fresh first={FRESH} />
  return <Kept key={id} id={id} />
}

function Copied({ id }: { id: string }) {
  const query = useCall('GET /api/v1/reports/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Fresh first={wishOf(query.data)} />
}

function Fresh({ first }: { first: ReportWish }) {
  const { t } = useReportWords()
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/reports', TOUCHES)
  const draft = useDraft(first)
  return (
    <Page title={t('make')} actions={<ToList />}>
      <ReportForm
        kept={draft}
        change={create}
        onSubmit={(body) =>
          create.mutate(
            { body },
            { onSuccess: (made) => void navigate({ to: '/reports/$id', params: { id: made.id } }) },
          )
        }
        onCancel={() => void navigate({ to: '/reports' })}
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/reports/{id}', { path: { id } }, { everyMs: LOOK_AGAIN_MS })
  if (query.data === undefined) return waiting(query)
  return <Known report={query.data} />
}

function Known({ report }: { report: ReportView }) {
  const { t, group, days } = useReportWords()
  const may = useMay()('billing:write')
  const [removing, setRemoving] = useState(false)
  const [editing, setEditing] = useState(false)
  const groups = report.groups.map(group).join(', ')
  if (editing) return <Edit report={report} onDone={() => setEditing(false)} />
  return (
    <Page
      title={report.name}
      note={[days(report), groups].filter(Boolean).join(' · ')}
      actions={
        <>
          <Files report={report} />
          {may && (
            <>
              <Button variant="default" onClick={() => setEditing(true)}>
                {t('edit')}
              </Button>
              <Button
                variant="default"
                renderRoot={(props) => (
                  <Link
                    to="/reports/$id"
                    params={{ id: 'new' }}
                    search={{ of: report.id } as never}
                    {...props}
                  />
                )}
              >
                {t('copy')}
              </Button>
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                {t('remove')}
              </Button>
            </>
          )}
          <ToList />
        </>
      }
    >
      {removing && <Remove report={report} onCancel={() => setRemoving(false)} />}
      <Schedule report={report} />
      <Rows id={report.id} name={report.name} site={report.site_id} />
    </Page>
  )
}

function Edit({ report, onDone }: { report: ReportView; onDone: () => void }) {
  const change = useChange('PATCH /api/v1/reports/{id}', TOUCHES)
  const { id, version } = report
  const draft = useDraft(wishOf(report), version)
  return (
    <Page title={report.name} actions={<ToList />}>
      <ReportForm
        kept={draft}
        change={change}
        about={['report', id]}
        onSubmit={(body) =>
          change.mutate({ path: { id }, version: draft.version, body }, { onSuccess: onDone })
        }
        onCancel={onDone}
      />
    </Page>
  )
}

function Schedule({ report }: { report: ReportView }) {
  const { t, sends } = useReportWords()
  return (
    <div className={classes.about}>
      <span>
        {t('sends')}: {sends(report)}
      </span>
      {report.every && (
        <>
          <span>
            {t('nextRun')}: <When at={report.next_at} as="exact" />
          </span>
          <span>
            {t('lastRun')}: {report.sent_at ? <When at={report.sent_at} as="exact" /> : t('never')}
          </span>
        </>
      )}
      {report.problem && <Unsent problem={report.problem} />}
    </div>
  )
}

/** Why it went to nobody, or to whom it did not go. */
function Unsent({ problem }: { problem: string }) {
  return (
    <span className={classes.bad}>
      {problem.split('; ').map((one) => {
        const [, to = '', why = one] = /^(\S+@\S+): (.*)$/s.exec(one) ?? []
        return (
          <div key={one}>
            {to && `${to}: `}
            <Said text={why} from={troubles} />
          </div>
        )
      })}
    </span>
  )
}

function Files({ report }: { report: ReportView }) {
  const { t } = useReportWords()
  const file = useMutation({
    mutationFn: async (format: Form) => {
      const kept = await fetchFile('GET /api/v1/reports/{id}/file', {
        path: { id: report.id },
        query: { format },
      })
      keep(kept)
      return kept.name
    },
  })
  return (
    <>
      <Refused error={file.error} />
      {file.data && <output>{t('kept', { name: file.data })}</output>}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button loading={file.isPending}>{t('form')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMS.map((one) => (
            <Menu.Item key={one} onClick={() => file.mutate(one)}>
              {t('file', { form: one.toUpperCase() })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function Remove({ report, onCancel }: { report: ReportView; onCancel: () => void }) {
  const { t } = useReportWords()
  const c = useWords(common)
  const navigate = useNavigate()
  const remove = useChange('DELETE /api/v1/reports/{id}', ['/api/v1/reports$'])
  return (
    <div className={classes.sure}>
      <span>{t('removeWhat')}</span>
      <Button
        color="red"
        loading={remove.isPending}
        onClick={() =>
          remove.mutate(
            { path: { id: report.id }, version: report.version },
            { onSuccess: () => void navigate({ to: '/reports' }) },
          )
        }
      >
        {t('removeDo')}
      </Button>
      <Button variant="subtle" onClick={onCancel}>
        {c('cancel')}
      </Button>
      <Refused error={remove.error} />
    </div>
  )
}

function ToList() {
  const { t } = useReportWords()
  return <CloseButton aria-label={t('close')} renderRoot={(props) => <Link to="/reports" {...props} />} />
}

/** What a person wished, without what became of it. */
export function wishOf(report: ReportView): ReportWish {
  const { id, next_at, sent_at, problem, version, ...wish } = report
  return wish
}
