import { useNavigate } from '@tanstack/react-router'
import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { isPlain } from '@wattfleet/ui/frame/Page.tsx'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { plugState, plugsOf, stateOf } from '@wattfleet/ui/state/station.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { states } from '@wattfleet/words/states.ts'
import { type MouseEvent, memo, useMemo } from 'react'
import { type Group, type Grouping, grouped, tally } from './grouping.ts'
import classes from './overview.module.css'

/** Below this a group says nothing that its tiles do not say: such groups stand side by side. */
const SMALL = 3

interface GroupsProps {
  stations: readonly StationView[]
  by: Grouping
  /** The one state whose stations are shown; all where none is named. */
  only: string | undefined
}

export function Groups({ stations, by, only }: GroupsProps) {
  const t = useWords(overview)
  const groups = useMemo(() => {
    const some = only ? stations.filter((one) => stateOf(one) === only) : stations
    return grouped(some, by)
  }, [stations, by, only])
  const nameOf = useGroupName(by)
  const going = useGoing()
  if (groups.length === 0) return <p>{t('noneNow')}</p>
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the links in it
    // biome-ignore lint/a11y/useKeyWithClickEvents: a link that is entered is clicked
    <div className={classes.groups} onClick={going}>
      {groups.map((one) => (
        <OneGroup key={one.key} group={one} by={by} name={nameOf(one.key)} />
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

function OneGroup({ group, by, name }: { group: Group; by: Grouping; name: string }) {
  const t = useWords(overview)
  const say = useWordFor(states)
  return (
    <section className={classes.group} data-small={group.stations.length < SMALL || undefined}>
      <h2 className={classes.groupHead}>
        {name}
        <small>
          {group.stations.length >= SMALL && <span>{t('count', { n: group.stations.length })}</span>}
          {by !== 'state' &&
            group.stations.length >= SMALL &&
            tally(group.stations).map(([state, n]) => (
              <a key={state} className={classes.tally} href={`/?by=${by}&only=${state}`}>
                <Shape state={state} size={11} /> {n} {say(state)}
              </a>
            ))}
        </small>
      </h2>
      <div className={classes.tiles}>
        {group.stations.map((one) => (
          <Tile key={one.id} {...shown(one)} />
        ))}
      </div>
    </section>
  )
}

/** What a tile shows: two stations that show the same are drawn as one. */
interface Shown {
  identity: string
  name: string
  state: string
  /** The states of its plugs, in one word: a new array would be another one each time. */
  plugs: string
}

function shown(station: StationView): Shown {
  return {
    identity: station.identity,
    name: station.name || station.identity,
    state: stateOf(station),
    plugs: plugsOf(station)
      .map((one) => plugState(station, one))
      .join(' '),
  }
}

/** One station: a shape for each plug, and its name. Drawn anew only when something that it shows changes; a plain
 * address, since five hundred links of the router would each listen to every move. */
const Tile = memo(function Tile({ identity, name, state, plugs }: Shown) {
  const say = useWordFor(states)
  const all = plugs === '' ? [] : plugs.split(' ')
  const words = all.map(say).join(', ') || say(state)
  return (
    <a
      href={`/stations/${encodeURIComponent(identity)}`}
      className={classes.tile}
      data-state={state}
      title={`${identity}: ${words}`}
    >
      <span className={classes.tileShapes}>
        {all.length === 0 && <Shape state={state} still />}
        {all.slice(0, 4).map((one, at) => (
          <Shape key={`${at + 1}`} state={one} still />
        ))}
      </span>
      <span className={classes.tileName}>{name}</span>
    </a>
  )
})

/** A press on a tile or a count goes on within the page, as a link of the router does. */
function useGoing(): (event: MouseEvent) => void {
  const navigate = useNavigate()
  return (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || !isPlain(event)) return
    event.preventDefault()
    void navigate({ href: link.getAttribute('href') ?? '/' })
  }
}
