import { Button, Code, Modal, NativeSelect } from '@mantine/core'
import type { CreatedKeyView, KeyView, KeyWish } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { Form, type Texts } from '@wattfleet/ui/frame/Form.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { roles } from '@wattfleet/words/roles.ts'
import { setup } from '@wattfleet/words/setup.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useState } from 'react'

const TOUCHES = ['/api/v1/keys']
const ROLES = ['viewer', 'operator', 'finance', 'auditor', 'admin'] as const

/** Keys of programs: made, seen in use, revoked. */
export function KeysPage() {
  const pages = useWords(shell)
  const t = useWords(setup)
  const c = useWords(common)
  const role = useWordFor(roles)
  const may = useMay()
  const [asking, setAsking] = useState<'new' | KeyView | null>(null)
  const found = usePages('GET /api/v1/keys', {})
  const columns: Column<KeyView>[] = [
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(140px, 1.5fr)',
      cell: (one) => <strong>{one.name}</strong>,
    },
    { name: 'id', head: t('keyId'), width: '130px', cell: (one) => <code>{one.key_id}</code> },
    { name: 'role', head: t('role'), width: '110px', cell: (one) => role(one.role) },
    {
      name: 'created',
      head: t('created'),
      width: '120px',
      cell: (one) => <When at={one.created_at} as="ago" />,
    },
    { name: 'used', head: t('used'), width: '120px', cell: (one) => <When at={one.used_at} as="ago" /> },
    { name: 'expires', head: t('expires'), width: '150px', cell: (one) => <When at={one.expires_at} /> },
    {
      name: 'revoke',
      head: t('revoked'),
      width: '130px',
      cell: (one) =>
        one.revoked_at === null && may('keys:write') ? (
          <Button variant="subtle" size="compact-xs" onClick={() => setAsking(one)}>
            {t('revoke')}
          </Button>
        ) : (
          <When at={one.revoked_at} />
        ),
    },
  ]
  return (
    <Page
      title={pages('keys')}
      actions={may('keys:write') && <Button onClick={() => setAsking('new')}>{t('newKey')}</Button>}
    >
      <List
        boxed
        label={pages('keys')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        empty={<Empty title={t('keysEmpty')} />}
      />
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'new' ? t('newKey') : asking?.name}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {asking === 'new' && <Fresh />}
        {asking !== null && asking !== 'new' && <Revoke of={asking} done={() => setAsking(null)} />}
      </Modal>
    </Page>
  )
}

function Fresh() {
  const t = useWords(setup)
  const create = useChange('POST /api/v1/keys', TOUCHES)
  const [role, setRole] = useState<KeyWish['role']>('viewer')
  const [made, setMade] = useState<CreatedKeyView | null>(null)
  const draft = useDraft<Texts>({})
  if (made) {
    return (
      <div style={{ display: 'grid', gap: 8 }}>
        <strong>{t('keyOnce')}</strong>
        <Code block>{made.key}</Code>
      </div>
    )
  }
  return (
    <Form
      fields={[{ name: 'name', label: t('name'), required: true }]}
      draft={draft}
      submit={t('create')}
      change={create}
      onSubmit={({ name = '' }) => create.mutate({ body: { name, role } }, { onSuccess: setMade })}
    >
      <NativeSelect
        size="xs"
        label={t('role')}
        value={role}
        data={[...ROLES]}
        onChange={(event) => setRole(ROLES.find((one) => one === event.currentTarget.value) ?? 'viewer')}
      />
    </Form>
  )
}

function Revoke({ of, done }: { of: KeyView; done: () => void }) {
  const t = useWords(setup)
  const revoke = useChange('DELETE /api/v1/keys/{id}', TOUCHES)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <span>{t('revokeWhat')}</span>
      <Refused error={revoke.error} />
      <Button
        color="red"
        loading={revoke.isPending}
        onClick={() => revoke.mutate({ path: { id: of.id } }, { onSuccess: done })}
      >
        {t('revoke')}
      </Button>
    </div>
  )
}
