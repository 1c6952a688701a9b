import { Button, CloseButton, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { AlarmChange, AlarmView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange, usePages } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { useMay, useMe } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useInside } from '@wattfleet/ui/show/inside.ts'
import { useTold } from '@wattfleet/ui/show/told.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { nameOf } from '@wattfleet/ui/show/who.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { alarms } from '@wattfleet/words/alarms.ts'
import { common } from '@wattfleet/words/common.ts'
import { told } from '@wattfleet/words/generated/told.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { useHappened } from './happened.ts'

const HOUR_MS = 3_600_000

/** One alarm: what is wrong, what to do, who sees to it, and how it went. */
export function AlarmPanel() {
  const { id } = useParams({ from: '/alarms/$id' })
  const query = useCall('GET /api/v1/alarms/{id}', { path: { id } }, { everyMs: 5000 })
  if (query.data === undefined) return waiting(query)
  return <Known key={id} alarm={query.data} />
}

function Known({ alarm }: { alarm: AlarmView }) {
  const t = useWords(alarms)
  const c = useWords(common)
  const word = useWordFor(alarms)
  const may = useMay()
  const said = useTold(told, useInside())(alarm)
  const station = useLiveList('station').find((one) => one.id === alarm.station)
  return (
    <Page
      title={word(alarm.code)}
      note={
        <State
          state={
            alarm.state === 'closed' ? 'available' : alarm.severity === 'problem' ? 'faulted' : 'preparing'
          }
          word={alarm.state === 'closed' ? t('closed') : t(alarm.severity)}
        />
      }
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/alarms" search={(before) => before} {...props} />}
        />
      }
    >
      <Panel title={alarm.subject}>
        <Facts
          of={[
            [t('what'), said.words],
            [t('mend'), said.mend],
            [t('since'), <When key="s" at={alarm.since} as="exact" />],
            alarm.acknowledged && [
              t('seen'),
              <span key="a">
                {t('acknowledged', { who: nameOf(alarm.acknowledged_by ?? '') })}{' '}
                <When at={alarm.acknowledged_at} as="ago" />
              </span>,
            ],
            alarm.owner !== '' && [t('owner'), alarm.owner],
            alarm.note !== '' && [t('note'), alarm.note],
            alarm.snoozed_until !== null && [
              t('snoozed'),
              <When key="z" at={alarm.snoozed_until} as="exact" />,
            ],
          ]}
        />
        {station && (
          <Link
            to="/stations/$identity"
            params={{ identity: station.identity }}
            style={{ color: 'var(--wf-accent)' }}
          >
            {t('toStation')}
          </Link>
        )}
      </Panel>
      {may('alarms:write') && alarm.state === 'open' && <Deeds alarm={alarm} />}
      <History id={alarm.id} version={alarm.version} />
    </Page>
  )
}

function Deeds({ alarm }: { alarm: AlarmView }) {
  const t = useWords(alarms)
  const me = useMe()
  const [note, setNote] = useState(alarm.note)
  const change = useChange('PATCH /api/v1/alarms/{id}', ['/api/v1/alarms'])
  const put = (body: AlarmChange) => change.mutate({ path: { id: alarm.id }, version: alarm.version, body })
  return (
    <div style={{ display: 'grid', gap: 12, maxWidth: 480 }}>
      <TextInput
        label={t('note')}
        description={t('noteHelp')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refused error={change.error} />
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Button
          loading={change.isPending}
          onClick={() => put({ acknowledged: true, owner: alarm.owner || me.name, note: note.trim() })}
        >
          {t('acknowledge')}
        </Button>
        {alarm.snoozed_until === null ? (
          <Button
            variant="default"
            onClick={() => put({ snoozed_until: new Date(Date.now() + HOUR_MS).toISOString() })}
          >
            {t('snooze')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => put({ snoozed_until: null })}>
            {t('unsnooze')}
          </Button>
        )}
      </div>
    </div>
  )
}

function History({ id, version }: { id: string; version: number }) {
  const t = useWords(alarms)
  const happened = useHappened()
  // A new version has a new line of history.
  const lines = usePages('GET /api/v1/alarms/{id}/history', { path: { id }, query: { limit: 100 + version } })
  return (
    <Panel title={t('history')}>
      {lines.data === undefined && waiting(lines)}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 4 }}>
        {lines.items.map((one) => (
          <li key={one.id}>
            <When at={one.at} /> · {happened(one.what)} · {nameOf(one.by)} {one.note}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
