import { useNavigate } from '@tanstack/react-router'
import { useCall } from '@wattfleet/api/queries.ts'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty, Loading, waiting } from '@wattfleet/ui/frame/States.tsx'
import type { Pin } from '@wattfleet/ui/map/WorldMap.tsx'
import { useSites } from '@wattfleet/ui/show/place.ts'
import { useStations } from '@wattfleet/ui/state/useStations.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { states } from '@wattfleet/words/states.ts'
import { lazy, Suspense, useMemo } from 'react'
import { tally } from './grouping.ts'

const WorldMap = lazy(() =>
  import('@wattfleet/ui/map/WorldMap.tsx').then((one) => ({ default: one.WorldMap })),
)

/** The network on a map: a pin for each site, in the colour of the worst that happens there. */
export function MapPage() {
  const t = useWords(overview)
  const pages = useWords(shell)
  const say = useWordFor(states)
  const navigate = useNavigate()
  const sites = useSites()
  const about = useCall('GET /api/v1/version', {})
  const stations = useStations()
  const pins = useMemo(
    () =>
      sites.flatMap((site): Pin[] => {
        if (site.latitude === null || site.longitude === null) return []
        const here = stations.filter((one) => one.site === site.id)
        const counts = tally(here)
        return [
          {
            id: site.id,
            name: site.name,
            latitude: Number(site.latitude),
            longitude: Number(site.longitude),
            state: counts[0]?.[0] ?? 'unknown',
            n: here.length,
            text: counts.map(([state, n]) => `${n} ${say(state)}`).join(', '),
          },
        ]
      }),
    [sites, stations, say],
  )
  const missing = sites.filter((one) => one.latitude === null || one.longitude === null)
  return (
    <Page
      title={pages('map')}
      note={missing.length > 0 && `${t('unplaced')}: ${missing.map((one) => one.name).join(', ')}`}
    >
      {about.data === undefined ? (
        waiting(about)
      ) : pins.length === 0 ? (
        <Empty title={t('mapEmpty')} />
      ) : (
        <Suspense fallback={<Loading />}>
          <WorldMap
            label={pages('map')}
            pins={pins}
            tiles={about.data?.map_tiles}
            credit={about.data?.map_credit}
            onOpen={(id) => void navigate({ to: '/stations', search: { site: id } as never })}
          />
        </Suspense>
      )}
    </Page>
  )
}
