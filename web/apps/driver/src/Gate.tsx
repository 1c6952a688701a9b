import { useQueryClient } from '@tanstack/react-query'
import { Refusal } from '@wattfleet/api/problem.ts'
import { refresh, useCall } from '@wattfleet/api/queries.ts'
import { holdCsrf, speak } from '@wattfleet/api/who.ts'
import { LiveProvider } from '@wattfleet/live/live.tsx'
import { Empty, Loading } from '@wattfleet/ui/frame/States.tsx'
import { driver } from '@wattfleet/words/driver.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type ReactNode, useCallback } from 'react'

/** Whoever has opened a link for a card sees what belongs to it; without a network, what was last known. */
export function Gate({ children }: { children: ReactNode }) {
  const t = useWords(driver)
  const { language } = useLanguage()
  const cache = useQueryClient()
  const me = useCall('GET /api/v1/my', {})
  const onChange = useCallback(() => void refresh(cache, ['/api/v1/my/sessions']), [cache])
  speak(language)
  if (me.error instanceof Refusal && [401, 403].includes(me.error.status)) {
    return (
      <main style={{ minHeight: '100dvh', display: 'grid' }}>
        <Empty title={t('notSignedIn')}>{t('notSignedInHow')}</Empty>
      </main>
    )
  }
  // One failure is enough to show what is kept. A later try, which begins without an error, hides nothing again.
  const away = me.failureCount > 0 || me.isFetched
  if (me.data === undefined && !away) return <Loading />
  holdCsrf(me.data?.csrf || null)
  return (
    <LiveProvider onChange={onChange} address="/api/v1/my/live">
      {children}
    </LiveProvider>
  )
}
