import { Button } from '@mantine/core'
import type { OrderView, SessionView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useFreshness } from '@wattfleet/live/live.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { driver } from '@wattfleet/words/driver.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './driver.module.css'

const ANSWER_S = 20

/** Ends her charge: asked twice, and what the station answers stands where the button was. */
export function StopCharge({ session }: { session: SessionView }) {
  const t = useWords(driver)
  const offline = useFreshness().state === 'stale'
  const [sure, setSure] = useState(false)
  const stop = useChange('POST /api/v1/my/sessions/{id}/stop', ['/api/v1/my/sessions'])
  const ask = () => {
    setSure(false)
    stop.mutate({ path: { id: session.id }, query: { wait: ANSWER_S } })
  }
  if (stop.isPending) return <output className={classes.answer}>{t('stopAsking')}</output>
  const again = !stop.data || NO.has(stop.data.state)
  return (
    <div className={classes.stop}>
      {stop.data && <Answer order={stop.data} />}
      <Refused error={stop.error} />
      {offline && <p className={classes.dim}>{t('stopOffline')}</p>}
      {again && !sure && (
        <Button fullWidth size="lg" variant="default" disabled={offline} onClick={() => setSure(true)}>
          {t('stop')}
        </Button>
      )}
      {again && sure && (
        <fieldset className={classes.sure}>
          <legend>{t('stopSure')}</legend>
          <Button size="lg" disabled={offline} onClick={ask}>
            {t('stopDo')}
          </Button>
          <Button size="lg" variant="default" onClick={() => setSure(false)}>
            {t('stopNot')}
          </Button>
        </fieldset>
      )}
    </div>
  )
}

/** After these the charge goes on: it can be asked again. */
const NO: ReadonlySet<string> = new Set(['rejected', 'not_connected', 'not_supported', 'timed_out', 'failed'])

/** The station's own word; where it takes its time, it is asked after until it has come. */
function Answer({ order: first }: { order: OrderView }) {
  const t = useWords(driver)
  const say = useWordFor(driver, 'stop_')
  const open = first.state === 'sent' || first.state === 'pending'
  const later = useCall(
    'GET /api/v1/my/commands/{id}',
    { path: { id: first.id } },
    { enabled: open, everyMs: 3000 },
  )
  const order = later.data ?? first
  const known = `stop_${order.state}` in driver
  return (
    <output className={classes.answer} data-bad={NO.has(order.state) || undefined}>
      {known ? say(order.state) : t('stopAsking')}
    </output>
  )
}
