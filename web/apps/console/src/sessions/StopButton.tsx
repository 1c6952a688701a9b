import { Button } from '@mantine/core'
import type { OrderView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { CommandAnswer } from '@wattfleet/ui/frame/CommandAnswer.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { useState } from 'react'

/** Ends a running charge; the station's answer stands where the button was. */
export function StopButton({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const may = useMay()
  const [order, setOrder] = useState<OrderView | null>(null)
  const change = useChange('POST /api/v1/stations/{identity}/commands', ['/api/v1/sessions'])
  if (order) return <CommandAnswer order={order} />
  if (session.state !== 'active' || !may('commands:write')) return null
  const stop = () =>
    change.mutate(
      { path: { identity: session.station }, body: { command: 'remote_stop', session: session.id } },
      { onSuccess: setOrder },
    )
  return (
    <>
      <Refused error={change.error} />
      <Button variant="default" loading={change.isPending} onClick={stop}>
        {t('stop')}
      </Button>
    </>
  )
}
