import { Link } from '@tanstack/react-router'
import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { plugState, plugsOf, stateOf } from '@wattfleet/ui/state/station.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { states } from '@wattfleet/words/states.ts'
import { memo, useMemo } from 'react'
import { type Group, type Grouping, grouped, tally } from './grouping.ts'
import classes from './overview.module.css'

/** Below this a group says nothing that its tiles do not say: such groups stand side by side. */
const SMALL = 3

export function Groups({ stations, by }: { stations: readonly StationView[]; by: Grouping }) {
  const groups = useMemo(() => grouped(stations, by), [stations, by])
  const nameOf = useGroupName(by)
  return (
    <div className={classes.groups}>
      {groups.map((one) => (
        <OneGroup key={one.key} group={one} name={nameOf(one.key)} tallied={by !== 'state'} />
      ))}
    </div>
  )
}

function useGroupName(by: Grouping): (key: string) => string {
  const t = useWords(overview)
  const access = useWordFor(overview)
  const state = useWordFor(states)
  const sites = usePages('GET /api/v1/sites', {}, { enabled: by === 'site' })
  if (by === 'state') return state
  if (by === 'access') return access
  return (key) => sites.items.find((one) => one.id === key)?.name ?? t('noSite')
}

function OneGroup({ group, name, tallied }: { group: Group; name: string; tallied: boolean }) {
  const t = useWords(overview)
  const say = useWordFor(states)
  return (
    <section className={classes.group} data-small={group.stations.length < SMALL || undefined}>
      <h2 className={classes.groupHead}>
        {name}
        <small>
          {group.stations.length >= SMALL && <span>{t('count', { n: group.stations.length })}</span>}
          {tallied &&
            group.stations.length >= SMALL &&
            tally(group.stations).map(([state, n]) => (
              <span key={state} className={classes.tally}>
                <Shape state={state} size={11} /> {n} {say(state)}
              </span>
            ))}
        </small>
      </h2>
      <div className={classes.tiles}>
        {group.stations.map((one) => (
          <Tile key={one.id} station={one} />
        ))}
      </div>
    </section>
  )
}

/** One station: a shape for each plug, and its name. Drawn anew only when this station changes. */
const Tile = memo(function Tile({ station }: { station: StationView }) {
  const say = useWordFor(states)
  const state = stateOf(station)
  const plugs = plugsOf(station)
  const words = plugs.map((one) => say(plugState(station, one))).join(', ') || say(state)
  return (
    <Link
      to="/stations/$identity"
      params={{ identity: station.identity }}
      className={classes.tile}
      data-state={state}
      title={`${station.identity}: ${words}`}
      preload={false}
    >
      <span className={classes.tileShapes}>
        {plugs.length === 0 && <Shape state={state} still />}
        {plugs.slice(0, 4).map((one) => (
          <Shape key={`${one.evse}-${one.connector}`} state={plugState(station, one)} still />
        ))}
      </span>
      <span className={classes.tileName}>{station.name || station.identity}</span>
    </Link>
  )
})
