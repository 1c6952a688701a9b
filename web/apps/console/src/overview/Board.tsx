import { Group, SegmentedControl } from '@mantine/core'
import { useCall } from '@wattfleet/api/queries.ts'
import { useFreshness, useLiveList } from '@wattfleet/live/live.tsx'
import { Figure, Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty, Loading } from '@wattfleet/ui/frame/States.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { Energy } from '@wattfleet/ui/show/Values.tsx'
import { stateOf } from '@wattfleet/ui/state/station.ts'
import { useStations } from '@wattfleet/ui/state/useStations.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { Groups } from './Groups.tsx'
import { GROUPINGS, type Grouping } from './grouping.ts'
import { Only } from './Only.tsx'
import classes from './overview.module.css'
import { Troubles } from './Troubles.tsx'
import { Unfinished } from './Unfinished.tsx'

/** The wall board: what is wrong first, then every station by site, kind or status. */
export function Board() {
  const t = useWords(overview)
  const pages = useWords(shell)
  const stations = useStations()
  const fresh = useFreshness()
  const [{ by = 'site', only }, setFilter] = useFilters()
  const opening = fresh.state === 'opening'
  const about = useCall('GET /api/v1/version', {}, { enabled: stations.length === 0 && !opening })
  // Until the whole of it is here, its figures would count too little.
  if (stations.length === 0 || opening) {
    return (
      <Page title={pages('overview')}>
        {opening ? (
          <Loading />
        ) : (
          <>
            <Unfinished />
            <Empty title={t('emptyTitle')}>
              {t('empty', { url: `${about.data?.ocpp_url ?? ''}/ocpp/…` })}
            </Empty>
          </>
        )}
      </Page>
    )
  }
  return (
    <Page
      title={pages('overview')}
      actions={
        <Group gap={8}>
          {only && <Only state={only} clear={() => setFilter('only', null)} />}
          <SegmentedControl
            aria-label={t('by')}
            value={by}
            onChange={(value) => setFilter('by', value)}
            data={GROUPINGS.map((one) => ({ value: one, label: t(one) }))}
          />
        </Group>
      }
    >
      <Unfinished />
      <Figures />
      <Troubles stations={stations} />
      <Groups
        stations={stations}
        by={GROUPINGS.find((one) => one === by) ?? ('site' as Grouping)}
        only={only}
      />
    </Page>
  )
}

function Figures() {
  const t = useWords(overview)
  const stations = useStations()
  const sessions = useLiveList('session')
  const states = stations.map(stateOf)
  const running = sessions.filter((one) => one.state === 'active')
  const wh = running.reduce((sum, one) => sum + Number(one.energy_wh), 0)
  return (
    <div className={classes.figures}>
      <Figure label={t('connected')} to="/stations?connected=true">
        {states.filter((one) => one !== 'offline').length}{' '}
        <small style={{ fontSize: 13, fontWeight: 450, color: 'var(--wf-dim)' }}>
          {t('ofAll', { n: stations.length })}
        </small>
      </Figure>
      <Figure label={t('running')} to="/sessions?state=active">
        {running.length}
      </Figure>
      <Figure label={t('energy')} to="/sessions?state=active">
        <Energy wh={wh.toFixed(0)} digits={1} />
      </Figure>
      <Figure label={t('faulted')} to="/?only=faulted">
        {states.filter((one) => one === 'faulted').length}
      </Figure>
      <Figure label={t('offline')} to="/stations?connected=false">
        {states.filter((one) => one === 'offline').length}
      </Figure>
    </div>
  )
}
