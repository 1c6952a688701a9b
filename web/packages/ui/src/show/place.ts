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
