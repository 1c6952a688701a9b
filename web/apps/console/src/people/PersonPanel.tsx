import { Button, Code, NativeSelect } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { PersonView, PersonWish, Role } from '@wattfleet/api/generated/shapes.ts'
import { LOOK_AGAIN_MS, useCall, useChange, usePages } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { type Field, Form, type Texts } from '@wattfleet/ui/frame/Form.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import { roles } from '@wattfleet/words/roles.ts'
import { useState } from 'react'

const TOUCHES = ['/api/v1/people', '/api/v1/setup']
const ROLES = ['viewer', 'operator', 'finance', 'auditor', 'admin'] as const

/** One person, or a new one. */
export function PersonPanel() {
  const { id } = useParams({ from: '/people/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const t = useWords(people)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/people', TOUCHES)
  const [role, setRole] = useState<Role>('operator')
  const draft = useDraft<Texts>({})
  const save = ({ name = '', email = '' }) => {
    const body: PersonWish = { name: name.trim(), email: email.trim(), role, language }
    create.mutate(
      { body },
      { onSuccess: (made) => void navigate({ to: '/people/$id', params: { id: made.id } }) },
    )
  }
  return (
    <Page title={t('add')} close="/people">
      <Form fields={useFields()} draft={draft} submit={t('add')} change={create} onSubmit={save}>
        <RoleChoice role={role} onChange={setRole} />
      </Form>
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/people/{id}', { path: { id } }, { everyMs: LOOK_AGAIN_MS })
  if (query.data === undefined) return waiting(query)
  return <Known person={query.data} />
}

function Known({ person }: { person: PersonView }) {
  const t = useWords(people)
  const may = useMay()
  const role = useWordFor(roles)
  const { id, version } = person
  const turn = useChange('PATCH /api/v1/people/{id}', TOUCHES)
  const block = may('people:write') && (
    <Button
      variant="default"
      loading={turn.isPending}
      onClick={() => turn.mutate({ path: { id }, version, body: { blocked: !person.blocked } })}
    >
      {person.blocked ? t('unblock') : t('block')}
    </Button>
  )
  return (
    <Page
      title={person.name}
      close="/people"
      note={person.blocked ? t('blocked') : role(person.role)}
      actions={block}
    >
      <Refused error={turn.error} />
      {may('people:write') ? (
        <>
          <Edit person={person} />
          {!person.blocked && <NewLink id={id} />}
        </>
      ) : (
        <Facts
          of={[
            [t('role'), person.role],
            [t('email'), person.email || '—'],
            [t('language'), person.language],
          ]}
        />
      )}
      <SignIns id={id} />
    </Page>
  )
}

function Edit({ person }: { person: PersonView }) {
  const t = useWords(people)
  const change = useChange('PATCH /api/v1/people/{id}', TOUCHES)
  const draft = useDraft(textsOf(person), person.version)
  const role = ROLES.find((one) => one === draft.value.role) ?? 'viewer'
  const fields = useFields()
  const save = ({ name = '', email = '' }: Texts) =>
    change.mutate(
      {
        path: { id: person.id },
        version: draft.version,
        body: { name: name.trim(), email: email.trim(), role },
      },
      { onSuccess: (made) => draft.saved(textsOf(made), made.version) },
    )
  return (
    <Form
      fields={fields}
      draft={draft}
      submit={t('save')}
      change={change}
      about={['person', person.id]}
      done={change.isSuccess && !draft.touched && t('saved')}
      onSubmit={save}
    >
      <RoleChoice role={role} onChange={(next) => draft.set({ role: next })} />
    </Form>
  )
}

function textsOf({ name, email, role }: PersonView): Texts {
  return { name, email, role }
}

/** A one-time link, shown once: whoever opens it is she. */
function NewLink({ id }: { id: string }) {
  const t = useWords(people)
  const link = useChange('POST /api/v1/people/{id}/link', [])
  return (
    <div style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
      <Button
        variant="default"
        loading={link.isPending}
        onClick={() => link.mutate({ path: { id }, body: {} })}
      >
        {t('link')}
      </Button>
      <Refused error={link.error} />
      {link.data?.link && (
        <>
          <strong>{t('linkOnce')}</strong>
          <Code block style={{ maxWidth: '100%', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {link.data.link}
          </Code>
          <span>
            {t('until')} <When at={link.data.expires_at} as="exact" />
          </span>
        </>
      )}
    </div>
  )
}

function SignIns({ id }: { id: string }) {
  const t = useWords(people)
  const found = usePages('GET /api/v1/people/{id}/sign-ins', { path: { id } })
  return (
    <Panel title={t('signIns')}>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && t('noSignIns')}
      {found.items.map((one) => (
        <div key={one.id}>
          {one.address} · {browser(one.user_agent)} · <When at={one.seen_at} as="ago" />
        </div>
      ))}
    </Panel>
  )
}

/** The part of a user agent that people know. */
function browser(agent: string): string {
  return /(Edg|Firefox|Chrome|Safari)[^ ]*/.exec(agent)?.[0] ?? agent.slice(0, 40)
}

function RoleChoice({ role, onChange }: { role: Role; onChange: (next: Role) => void }) {
  const t = useWords(people)
  return (
    <NativeSelect
      size="xs"
      label={t('role')}
      value={role}
      data={ROLES.map((one) => ({ value: one, label: t(one) }))}
      onChange={(event) => onChange(ROLES.find((one) => one === event.currentTarget.value) ?? 'viewer')}
    />
  )
}

function useFields(): Field[] {
  const t = useWords(people)
  return [
    { name: 'name', label: t('name'), required: true },
    { name: 'email', label: t('email') },
  ]
}
