import { Button } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { TokenView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { type Field, Form, type Texts } from '@wattfleet/ui/frame/Form.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { setup } from '@wattfleet/words/setup.ts'

const TOUCHES = ['/api/v1/tokens']

/** One card, or a new one. */
export function TokenPanel() {
  const { id } = useParams({ from: '/tokens/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const t = useWords(setup)
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/tokens', TOUCHES)
  const draft = useDraft<Texts>({})
  return (
    <Page title={t('newCard')} close="/tokens">
      <Form
        fields={[{ name: 'uid', label: t('uid'), required: true }, ...useFields()]}
        draft={draft}
        submit={t('create')}
        change={create}
        onSubmit={({ uid = '', group = '', driver = '', note = '' }) =>
          create.mutate(
            { body: { uid: uid.trim(), group, driver, note } },
            { onSuccess: (made) => void navigate({ to: '/tokens/$id', params: { id: made.id } }) },
          )
        }
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/tokens/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known token={query.data} />
}

function Known({ token }: { token: TokenView }) {
  const t = useWords(setup)
  const may = useMay()
  const fields = useFields()
  const change = useChange('PATCH /api/v1/tokens/{id}', TOUCHES)
  const turn = useChange('PATCH /api/v1/tokens/{id}', TOUCHES)
  const { id, version, group, driver, note } = token
  const draft = useDraft(textsOf(token), version)
  const other = token.state === 'valid' ? 'blocked' : 'valid'
  const actions = (
    <>
      <Link to="/sessions" search={{ token: token.uid } as never} style={{ color: 'var(--wf-accent)' }}>
        {t('sessions')}
      </Link>
      {may('tokens:write') && (
        <Button
          variant="default"
          loading={turn.isPending}
          onClick={() => turn.mutate({ path: { id }, version, body: { state: other } })}
        >
          {token.state === 'valid' ? t('block') : t('unblock')}
        </Button>
      )}
    </>
  )
  return (
    <Page
      title={token.uid}
      close="/tokens"
      note={token.seen_unknown ? t('unknownCard') : t(token.state)}
      actions={actions}
    >
      <Refused error={turn.error} />
      {may('tokens:write') ? (
        <Form
          fields={fields}
          draft={draft}
          submit={t('save')}
          change={change}
          about={['token', id]}
          done={change.isSuccess && !draft.touched && t('saved')}
          onSubmit={(body) =>
            change.mutate(
              { path: { id }, version: draft.version, body },
              { onSuccess: (made) => draft.saved(textsOf(made), made.version) },
            )
          }
        />
      ) : (
        <Facts
          of={[
            [t('group'), group || '—'],
            [t('driver'), driver || '—'],
            [t('note'), note || '—'],
          ]}
        />
      )}
    </Page>
  )
}

function textsOf({ group, driver, note }: TokenView): Texts {
  return { group, driver, note }
}

function useFields(): Field[] {
  const t = useWords(setup)
  return [
    { name: 'group', label: t('group') },
    { name: 'driver', label: t('driver') },
    { name: 'note', label: t('note') },
  ]
}
