import { Link } from '@tanstack/react-router'
import type { Company, SetUpView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePut } from '@wattfleet/api/queries.ts'
import { type Field, Form } from '@wattfleet/ui/frame/Form.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { readersZone } from '@wattfleet/ui/show/times.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import type { ReactNode } from 'react'

/** The first start: who runs this, who works with it, who is told. */
export function SetupPage() {
  const t = useWords(people)
  const setUp = useCall('GET /api/v1/setup', {})
  if (setUp.data === undefined) return <Page title={t('welcome')}>{waiting(setUp)}</Page>
  return <Steps key={setUp.data.company?.name ?? ''} setUp={setUp.data} />
}

function Steps({ setUp }: { setUp: SetUpView }) {
  const t = useWords(people)
  const lacks = (step: string) => setUp.missing.includes(step)
  return (
    <Page title={t('welcome')} note={t('welcomeHow')}>
      <Step name={t('company')} done={!lacks('company')} number={1}>
        <CompanyForm setUp={setUp} />
      </Step>
      <Step name={t('team')} done={!lacks('people')} number={2}>
        <Link to="/people/$id" params={{ id: 'new' }} style={{ color: 'var(--wf-accent)' }}>
          {t('toPeople')}
        </Link>
      </Step>
      <Step name={t('mail')} done={!lacks('mail')} number={3}>
        <Link to="/channels" style={{ color: 'var(--wf-accent)' }}>
          {t('toMail')}
        </Link>
      </Step>
      <div>
        <Link to="/" style={{ color: 'var(--wf-accent)' }}>
          {t('toOverview')}
        </Link>
      </div>
    </Page>
  )
}

interface StepProps {
  name: string
  number: number
  done: boolean
  children: ReactNode
}

function Step({ name, number, done, children }: StepProps) {
  const t = useWords(people)
  return (
    <Panel title={`${number}. ${name}`} actions={done && <State state="available" word={t('done')} />}>
      {children}
    </Panel>
  )
}

function CompanyForm({ setUp }: { setUp: SetUpView }) {
  const t = useWords(people)
  const editable = useMay()('setup:write')
  const put = usePut('PUT /api/v1/setup', ['/api/v1/setup', '/api/v1/sites'], setUp)
  const known = setUp.company
  const fields: Field[] = [
    { name: 'name', label: t('companyName'), required: true },
    { name: 'country', label: t('country'), required: true },
    { name: 'zone', label: t('zone'), required: true },
    { name: 'currency', label: t('currency'), required: true },
    { name: 'vat_number', label: t('vat') },
  ]
  const first = {
    name: known?.name ?? '',
    country: known?.country ?? setUp.country,
    zone: known?.zone ?? (setUp.zone || readersZone()),
    currency: known?.currency ?? setUp.currency,
    vat_number: known?.vat_number ?? '',
  }
  if (!editable) return <span>{first.name}</span>
  return (
    <Form
      fields={fields}
      first={first}
      submit={t('save')}
      busy={put.isPending}
      error={put.error}
      done={put.isSuccess && t('saved')}
      onSubmit={(texts) => put.put(companyOf(texts))}
    />
  )
}

function companyOf(texts: Readonly<Record<string, string>>): Company {
  const text = (name: string) => (texts[name] ?? '').trim()
  return {
    name: text('name'),
    country: text('country').toUpperCase(),
    zone: text('zone'),
    currency: text('currency').toUpperCase(),
    vat_number: text('vat_number'),
  }
}
