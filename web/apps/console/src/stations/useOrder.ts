import type { BodyOf } from '@wattfleet/api/call.ts'
import { useChange } from '@wattfleet/api/queries.ts'

export type Wish = BodyOf<'POST /api/v1/stations/{identity}/commands'>

/** Ask something of a station. Its answer comes with the order, or later over the live stream. */
export function useOrder(identity: string) {
  const change = useChange('POST /api/v1/stations/{identity}/commands', [
    '/api/v1/stations/{identity}/commands',
    '/api/v1/stations/{identity}/configuration',
  ])
  return {
    ...change,
    send: (body: Wish) => change.mutateAsync({ path: { identity }, query: { wait: 0 }, body }),
  }
}
