import { Link } from '@tanstack/react-router'
import { versionOf } from '@wattfleet/api/call.ts'
import type { Company, SetUpView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { type Field, Form, type Texts } from '@wattfleet/ui/frame/Form.tsx'
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
  return <Steps setUp={setUp.data} />
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
  const put = useChange('PUT /api/v1/setup', ['/api/v1/setup', '/api/v1/sites'])
  const draft = useDraft(textsOf(setUp), versionOf(setUp) ?? 0)
  const save = (texts: Texts) =>
    put.mutate(
      { body: companyOf(texts), version: draft.version },
      { onSuccess: (made) => draft.saved(textsOf(made), versionOf(made) ?? draft.version) },
    )
  const fields: Field[] = [
    { name: 'name', label: t('companyName'), required: true },
    { name: 'country', label: t('country'), required: true },
    { name: 'zone', label: t('zone'), required: true },
    { name: 'currency', label: t('currency'), required: true },
    { name: 'vat_number', label: t('vat') },
  ]
  if (!editable) return <span>{draft.value.name}</span>
  return (
    <Form
      fields={fields}
      draft={draft}
      submit={t('save')}
      change={put}
      about={['setup']}
      done={put.isSuccess && !draft.touched && t('saved')}
      onSubmit={save}
    />
  )
}

function textsOf({ company, country, zone, currency }: SetUpView): Texts {
  return {
    name: company?.name ?? '',
    country: company?.country ?? country,
    zone: company?.zone ?? (zone || readersZone()),
    currency: company?.currency ?? currency,
    vat_number: company?.vat_number ?? '',
  }
}

function companyOf(texts: Texts): Company {
  const text = (name: string) => (texts[name] ?? '').trim()
  return {
    name: text('name'),
    country: text('country').toUpperCase(),
    zone: text('zone'),
    currency: text('currency').toUpperCase(),
    vat_number: text('vat_number'),
  }
}
