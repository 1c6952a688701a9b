import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ConnectorView, SessionView, StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Energy, Lasting, Money, Power, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { causesOf, plugState, plugsOf } from '@wattfleet/ui/state/station.ts'
import { faults } from '@wattfleet/words/generated/faults.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { station as words } from '@wattfleet/words/station.ts'
import { stations } from '@wattfleet/words/stations.ts'
import { OrderFeed } from './Orders.tsx'
import classes from './stations.module.css'
import { useOrder } from './useOrder.ts'

/** What the station does now: each plug with its session, the newest commands, who it is. */
export function Now({ station }: { station: StationDetailView }) {
  const t = useWords(words)
  const sessions = useLiveList('session').filter(
    (one) => one.station === station.identity && one.state === 'active',
  )
  const plugs = plugsOf(station)
  return (
    <div className={classes.now}>
      <div className={classes.column}>
        {plugs.length === 0 && <Panel title={t('live')}>{t('noPlugs')}</Panel>}
        {plugs.map((one) => (
          <Plug
            key={`${one.evse}-${one.connector}`}
            station={station}
            plug={one}
            session={sessions.find((session) => session.evse === one.evse)}
          />
        ))}
        <Panel title={t('commands')} flush>
          <OrderFeed identity={station.identity} most={5} />
        </Panel>
      </div>
      <About station={station} />
    </div>
  )
}

interface PlugProps {
  station: StationDetailView
  plug: ConnectorView
  session: SessionView | undefined
}

function Plug({ station, plug, session }: PlugProps) {
  const t = useWords(words)
  const s = useWords(stations)
  const may = useMay()
  const order = useOrder(station.identity)
  const state = plugState(station, plug)
  const fault = useWordFor(faults)
  const cause = causesOf(plug).map(fault).join(' · ')
  return (
    <Panel
      title={plug.evse ? t('evse', { n: plug.evse }) : t('wholeStation')}
      actions={
        session &&
        may('commands:write') && (
          <Button
            variant="default"
            loading={order.isPending}
            disabled={!station.connected}
            onClick={() => order.send({ command: 'remote_stop', session: session.id })}
          >
            {t('stop')}
          </Button>
        )
      }
    >
      <div className={classes.plug}>
        <div>
          <State state={state} />
          <div className={classes.dim}>
            {s('since')} <When at={plug.since} />
          </div>
          {cause && <div className={classes.bad}>{cause}</div>}
        </div>
        {session ? <PlugSession session={session} /> : <span className={classes.dim}>{t('noSession')}</span>}
      </div>
    </Panel>
  )
}

function PlugSession({ session }: { session: SessionView }) {
  const t = useWords(words)
  const detail = useCall('GET /api/v1/sessions/{id}', { path: { id: session.id } }, { everyMs: 5000 })
  return (
    <Link to="/sessions/$id" params={{ id: session.id }} className={classes.plugSession}>
      <span className={classes.big}>
        <Energy wh={session.energy_wh} />
      </span>
      {detail.data?.power_w && <Power w={detail.data.power_w} />}
      <Lasting from={session.started_at} to={session.ended_at} />
      {session.cost && <Money of={session.cost.amount} currency={session.cost.currency} />}
      <span className={classes.dim}>{session.token ?? t('session')}</span>
    </Link>
  )
}

function About({ station }: { station: StationDetailView }) {
  const t = useWords(words)
  const s = useWords(stations)
  const m = useWords(meters)
  const sites = usePages('GET /api/v1/sites', {})
  const ways = [
    station.blocked && t('blocked'),
    station.passwordless ? t('passwordless') : station.weak_password ? t('weakPassword') : t('password'),
    station.tls_only && t('tlsOnly'),
  ].filter(Boolean)
  return (
    <Panel title={t('about')}>
      <Facts
        of={[
          [t('identity'), station.identity],
          [s('site'), sites.items.find((one) => one.id === station.site)?.name ?? '—'],
          [s('kind'), s(station.access)],
          [t('groups'), groupsText(station, t('everyCard'), t('byAccess'))],
          [s('model'), [station.vendor, station.model].filter(Boolean).join(' ') || '—'],
          [s('serial'), station.serial || '—'],
          [s('firmware'), station.firmware || '—'],
          [s('protocol'), station.ocpp ? `OCPP ${station.ocpp}` : '—'],
          [t('power'), station.max_power_w === null ? '—' : <Power w={station.max_power_w} />],
          [t('security'), ways.join(', ')],
          [m('keysOf'), <Keys key="k" identity={station.identity} />],
          [s('connected'), <When key="c" at={station.connected_at} as="exact" />],
          [s('booted'), <When key="b" at={station.booted_at} as="exact" />],
          [s('seen'), <When key="s" at={station.seen_at} as="exact" />],
          [t('inService'), <When key="i" at={station.in_service_from} as="exact" />],
        ]}
      />
    </Panel>
  )
}

function groupsText(station: StationDetailView, every: string, byAccess: string): string {
  if (station.groups.includes('*')) return every
  return station.groups.join(', ') || byAccess
}

/** How many keys its meters have, and whether one waits to be compared with its plate. */
function Keys({ identity }: { identity: string }) {
  const m = useWords(meters)
  const keys = usePages('GET /api/v1/meter-keys', { query: { station: identity } })
  if (keys.data === undefined) return null
  const count = (state: string) => keys.items.filter((one) => one.state === state).length
  const [approved, seen] = [count('approved'), count('seen')]
  const said = [
    approved > 0 && m('approvedKeys', { n: approved }),
    seen > 0 && m('waitingKeys', { n: seen }),
  ].filter(Boolean)
  return (
    <Link to="/meter-keys" search={{ station: identity } as never} style={{ color: 'var(--wf-accent)' }}>
      {said.join(', ') || m('noKeys')}
    </Link>
  )
}
