import { Button, Checkbox, Code, NativeSelect, TextInput } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { Access, CreatedStationView, InboxView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useSites } from '@wattfleet/ui/show/place.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { inbox } from '@wattfleet/words/inbox.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useEffect, useRef, useState } from 'react'

const FORM = { display: 'grid', gap: 12, maxWidth: 420 } as const

/** One that knocks, and the few words that make it ours. */
export function InboxPanel() {
  const { identity } = useParams({ from: '/inbox/$identity' })
  const [made, setMade] = useState<CreatedStationView | null>(null)
  const query = useCall('GET /api/v1/inbox/{identity}', { path: { identity } }, { enabled: made === null })
  if (made?.identity === identity) return <Adopted station={made} />
  if (query.data === undefined) return waiting(query)
  return <Knocking key={identity} entry={query.data} onAdopted={setMade} />
}

function Knocking({ entry, onAdopted }: { entry: InboxView; onAdopted: (made: CreatedStationView) => void }) {
  const t = useWords(inbox)
  const word = useWordFor(inbox)
  const may = useMay()
  return (
    <Page title={entry.identity} close="/inbox">
      <Panel title={`${t('reasonHead')}: ${word(entry.reason)}`}>
        <Facts
          of={[
            [t('address'), entry.address],
            [t('speaks'), entry.subprotocol || '—'],
            [t('software'), entry.user_agent || '—'],
            [t('attempts'), entry.attempts],
            [t('firstSeen'), <When key="f" at={entry.first_seen} as="exact" />],
            [t('lastSeen'), <When key="l" at={entry.last_seen} as="exact" />],
          ]}
        />
      </Panel>
      {may('inbox:write') && <Adoption entry={entry} onAdopted={onAdopted} />}
    </Page>
  )
}

function Adoption({ entry, onAdopted }: { entry: InboxView; onAdopted: (made: CreatedStationView) => void }) {
  const t = useWords(inbox)
  const sites = useSites()
  const navigate = useNavigate()
  const accept = useChange('POST /api/v1/inbox/{identity}/accept', ['/api/v1/inbox$', '/api/v1/stations'])
  const forget = useChange('DELETE /api/v1/inbox/{identity}', ['/api/v1/inbox$'])
  const [name, setName] = useState('')
  const [access, setAccess] = useState<Access>('private')
  const [site, setSite] = useState('')
  const [keep, setKeep] = useState(entry.can_keep)
  const path = { identity: entry.identity }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { access, name: name.trim(), site: site || null, keep_credential: keep }
    accept.mutate({ path, body }, { onSuccess: onAdopted })
  }
  return (
    <Panel title={t('adopt')}>
      <form style={FORM} onSubmit={submit}>
        <TextInput
          label={t('name')}
          placeholder={entry.identity}
          value={name}
          error={fieldError(accept.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label={t('site')}
          value={site || (sites[0]?.id ?? '')}
          data={sites.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => setSite(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label={t('access')}
          value={access}
          data={(['private', 'public', 'home'] as const).map((one) => ({ value: one, label: t(one) }))}
          onChange={(event) => setAccess(event.currentTarget.value as Access)}
        />
        {entry.can_keep && (
          <Checkbox
            label={t('keep')}
            description={t('keepHelp')}
            checked={keep}
            onChange={(event) => setKeep(event.currentTarget.checked)}
          />
        )}
        {!keep && <span style={{ color: 'var(--wf-dim)' }}>{t('newPassword')}</span>}
        <Refused error={accept.error ?? forget.error} />
        <div style={{ display: 'flex', gap: 8 }}>
          <Button type="submit" loading={accept.isPending}>
            {t('adopt')}
          </Button>
          <Button
            variant="subtle"
            loading={forget.isPending}
            onClick={() => forget.mutate({ path }, { onSuccess: () => void navigate({ to: '/inbox' }) })}
          >
            {t('forget')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function Adopted({ station }: { station: CreatedStationView }) {
  const t = useWords(inbox)
  const on = useRef<HTMLAnchorElement>(null)
  // The button that was pressed is gone: one goes on at what came of it.
  useEffect(() => on.current?.focus(), [])
  return (
    <Page title={t('adopted', { name: station.name || station.identity })} close="/inbox">
      <Panel title={station.identity}>
        <div style={{ display: 'grid', gap: 12 }}>
          {station.ocpp_password && (
            <>
              <strong>{t('password')}</strong>
              <Code block>{station.ocpp_password}</Code>
            </>
          )}
          <Facts of={[[t('url'), station.ocpp_url ?? '']]} />
          <span>{t('willConnect')}</span>
          <Link
            ref={on}
            to="/stations/$identity"
            params={{ identity: station.identity }}
            style={{ color: 'var(--wf-accent)' }}
          >
            {t('toStation')}
          </Link>
        </div>
      </Panel>
    </Page>
  )
}
