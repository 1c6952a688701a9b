/** Land and borders, from Natural Earth (public domain) as the package `world-atlas` ships them. */

import L from 'leaflet'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-50m.json?url'

const PANE = 'land'

export async function addLand(map: L.Map, signal: AbortSignal): Promise<void> {
  const response = await fetch(atlas, { signal }).catch(() => null)
  if (response === null || !response.ok) return
  const topology = (await response.json()) as Topology<{
    countries: GeometryCollection
    land: GeometryCollection
  }>
  if (signal.aborted) return
  map.createPane(PANE).style.zIndex = '200'
  const renderer = L.canvas({ pane: PANE, padding: 0.5 })
  const common = { pane: PANE, interactive: false, renderer }
  const style = getComputedStyle(map.getContainer())
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const { land, countries } = topology.objects
  L.geoJSON(feature(topology, land), {
    ...common,
    style: { stroke: false, fill: true, fillColor: colour('--wf-land'), fillOpacity: 1 },
  }).addTo(map)
  L.geoJSON(mesh(topology, countries), {
    ...common,
    style: { color: colour('--wf-line-strong'), weight: 1, fill: false },
  }).addTo(map)
}
