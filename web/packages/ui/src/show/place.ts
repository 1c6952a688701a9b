/** The zone of a place: a session's times are read where it happened. */
import type { SiteView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useLive } from '@wattfleet/live/live.tsx'
import { readersZone } from './times.ts'

export function useSites(): readonly SiteView[] {
  return usePages('GET /api/v1/sites', { query: { limit: 1000 } }).items
}

export function useSiteOf(identity: string): SiteView | undefined {
  const station = useLive('station', identity)
  return useSites().find((one) => one.id === station?.site)
}

export function useZoneOf(identity: string): string {
  return useSiteOf(identity)?.zone ?? readersZone()
}

/** The zone in which most sites stand, for what is not at a site; without sites the reader's. */
export function useHomeZone(): string {
  const zones = useSites().map((one) => one.zone)
  const times = (zone: string) => zones.filter((one) => one === zone).length
  return zones.toSorted((a, b) => times(b) - times(a))[0] ?? readersZone()
}
