import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { OrderView, StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { CommandAnswer } from '@wattfleet/ui/frame/CommandAnswer.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { plugsOf } from '@wattfleet/ui/state/station.ts'
import { commands } from '@wattfleet/words/commands.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import type { Asking } from '../shell/asking.ts'
import classes from './stations.module.css'
import { useOrder } from './useOrder.ts'
import { choicesOf, NEEDS_CHOICE, NEEDS_EVSE, wishOf } from './wishes.ts'

interface FormProps {
  station: StationDetailView
  asking: Asking
  close: () => void
}

/** The few words a command needs; then the station's real answer, step by step. */
export function CommandForm({ station, asking, close }: FormProps) {
  const t = useWords(commands)
  const c = useWords(common)
  const order = useOrder(station.identity)
  const [token, setToken] = useState('')
  const plugs = plugsOf(station).filter((one) => one.evse > 0)
  const [evse, setEvse] = useState(
    asking === 'reset' || asking === 'trigger_message' ? '' : String(plugs[0]?.evse ?? ''),
  )
  const choices = choicesOf(asking, station.ocpp)
  const [choice, setChoice] = useState(choices[0]?.value ?? '')
  const [answer, setAnswer] = useState<OrderView | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wish = wishOf(asking, { token: token.trim(), evse: evse ? Number(evse) : null, choice })
    setAnswer(await order.send(wish).catch(() => null))
  }
  if (answer) {
    return (
      <div className={classes.form}>
        <CommandAnswer order={answer} />
        <Button variant="default" onClick={close}>
          {c('close')}
        </Button>
      </div>
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {!station.connected && <div className={classes.bad}>{t('offlineNow')}</div>}
      <Consequence station={station} asking={asking} />
      {asking === 'remote_start' && (
        <TextInput
          required
          data-autofocus
          label={t('token')}
          description={t('tokenHelp')}
          value={token}
          error={fieldError(order.error, 'token')}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
      )}
      {NEEDS_EVSE.has(asking) && (
        <NativeSelect
          size="xs"
          label={t('evse')}
          value={evse}
          onChange={(event) => setEvse(event.currentTarget.value)}
          data={[
            ...(asking === 'unlock_connector' ? [] : [{ value: '', label: t('whole') }]),
            ...plugs.map((one) => ({ value: String(one.evse), label: `EVSE ${one.evse}` })),
          ]}
        />
      )}
      {NEEDS_CHOICE.has(asking) && (
        <NativeSelect
          size="xs"
          label={asking === 'trigger_message' ? t('message') : t('type')}
          value={choice}
          onChange={(event) => setChoice(event.currentTarget.value)}
          data={choices.map((one) => ({ value: one.value, label: one.word ? t(one.word) : one.value }))}
        />
      )}
      <Refused error={order.error} />
      <Button type="submit" loading={order.isPending}>
        {t('send')}
      </Button>
    </form>
  )
}

/** What it may cost is said before, not after. */
function Consequence({ station, asking }: { station: StationDetailView; asking: Asking }) {
  const t = useWords(commands)
  const sessions = useLiveList('session')
  if (asking !== 'reset') return null
  const n = sessions.filter((one) => one.station === station.identity && one.state === 'active').length
  return n ? <div className={classes.bad}>{t('consequenceReset', { n })}</div> : null
}
