import { useQueryClient } from '@tanstack/react-query'
import { Refusal } from '@wattfleet/api/problem.ts'
import { refreshLive, useCall } from '@wattfleet/api/queries.ts'
import { holdCsrf, holdKey, onSignedOut, speak } from '@wattfleet/api/who.ts'
import { LiveProvider } from '@wattfleet/live/live.tsx'
import type { Kind } from '@wattfleet/live/store.ts'
import { MeContext } from '@wattfleet/ui/frame/me.tsx'
import { Failed, Loading } from '@wattfleet/ui/frame/States.tsx'
import { useLanguage } from '@wattfleet/words/language.tsx'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { SignIn } from './SignIn.tsx'

const ROUTES: Record<Kind, readonly string[]> = {
  station: ['/api/v1/stations'],
  session: ['/api/v1/sessions', '/api/v1/doubts'],
  order: [],
  inbox: ['/api/v1/inbox'],
  site: ['/api/v1/sites'],
  token: ['/api/v1/tokens'],
  tariff: ['/api/v1/tariffs'],
  alarm: ['/api/v1/alarms'],
}
const GATHER_MS = 2000

/** Nobody passes who is not known; whoever is has live state and a name. */
export function Gate({ children }: { children: ReactNode }) {
  const cache = useQueryClient()
  const me = useCall('GET /api/v1/me', {})
  const onChange = useGathered()
  const { language } = useLanguage()
  speak(language)
  useEffect(() => onSignedOut(() => void cache.invalidateQueries({ queryKey: ['GET /api/v1/me'] })), [cache])
  const enter = (key: string) => {
    holdKey(key)
    void me.refetch()
  }
  if (me.error instanceof Refusal && [401, 403].includes(me.error.status)) {
    return <SignIn enter={enter} error={me.error} />
  }
  if (me.data === undefined) return me.error ? <Failed error={me.error} again={me.refetch} /> : <Loading />
  holdCsrf(me.data.csrf || null)
  return (
    <MeContext value={me.data}>
      <LiveProvider onChange={onChange}>{children}</LiveProvider>
    </MeContext>
  )
}

/** Lists that hold something that changed are read again, at most every two seconds. What is new to us, a newer
 * server tells of, is in no list of ours. */
function useGathered(): (kind: Kind) => void {
  const cache = useQueryClient()
  const kinds = useRef(new Set<Kind>())
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  return useCallback(
    (kind) => {
      kinds.current.add(kind)
      timer.current ??= setTimeout(() => {
        timer.current = undefined
        const touches = [...kinds.current].flatMap((one) => ROUTES[one] ?? [])
        kinds.current.clear()
        void refreshLive(cache, touches)
      }, GATHER_MS)
    },
    [cache],
  )
}
