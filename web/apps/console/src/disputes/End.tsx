import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { DisputeView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './disputes.module.css'

type How = 'explain' | 'rerate' | 'credit' | 'withdraw'

const TOUCHED = ['/api/v1/disputes', '/api/v1/sessions', '/api/v1/invoices', '/api/v1/ledger']

/** A dispute ends once: each way says first what follows from it. */
export function End({ dispute }: { dispute: DisputeView }) {
  const t = useWords(disputes)
  const ways = useWays(dispute)
  const [how, setHow] = useState<How>('explain')
  const [reason, setReason] = useState('')
  const [kwh, setKwh] = useState('')
  const { error, busy, run } = useEnd(dispute)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(how, reason, kwh)
  }
  return (
    <Panel title={t('end')}>
      <form className={classes.form} onSubmit={submit}>
        <NativeSelect
          size="xs"
          maw={320}
          label={t('how')}
          value={how}
          data={ways.map((one) => ({ value: one, label: t(`do_${one}`) }))}
          onChange={(event) => setHow(ways.find((one) => one === event.currentTarget.value) ?? 'explain')}
        />
        <output>{t(`so_${how}`)}</output>
        {how === 'rerate' && (
          <TextInput
            label={t('kwh')}
            w={160}
            inputMode="decimal"
            value={kwh}
            error={fieldError(error, 'energy_wh')}
            onChange={(event) => setKwh(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={t('reason')}
          autosize
          minRows={2}
          required
          value={reason}
          error={fieldError(error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused error={error} />
        <div>
          <Button type="submit" loading={busy} disabled={reason.trim().length < 3}>
            {t('endDo')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

/** What this person may do, and what this dispute can end by. */
function useWays(dispute: DisputeView): How[] {
  const may = useMay()
  const evidence = useCall('GET /api/v1/disputes/{id}/evidence', { path: { id: dispute.id } })
  const billed = dispute.invoice_id !== null || Boolean(evidence.data?.invoice)
  return [
    'explain',
    ...(dispute.session_id !== null && may('doubts:write') ? (['rerate'] as const) : []),
    ...(billed && may('billing:write') ? (['credit'] as const) : []),
    'withdraw',
  ]
}

function useEnd(dispute: DisputeView) {
  const { id, version } = dispute
  const revisions = useCall(
    'GET /api/v1/sessions/{id}/revisions',
    { path: { id: dispute.session_id ?? '' } },
    { enabled: dispute.session_id !== null },
  )
  const newest = Math.max(0, ...(revisions.data?.items ?? []).map((one) => one.number))
  const ways = {
    explain: useChange('POST /api/v1/disputes/{id}/explain', TOUCHED),
    rerate: useChange('POST /api/v1/disputes/{id}/rerate', TOUCHED),
    credit: useChange('POST /api/v1/disputes/{id}/credit', TOUCHED),
    withdraw: useChange('POST /api/v1/disputes/{id}/withdraw', TOUCHED),
  }
  const run = (how: How, reason: string, kwh: string) => {
    for (const one of Object.values(ways)) one.reset()
    const path = { id }
    if (how === 'explain') ways.explain.mutate({ path, version, body: { reason } })
    if (how === 'withdraw') ways.withdraw.mutate({ path, version, body: { reason } })
    if (how === 'credit') ways.credit.mutate({ path, version, body: { reason } })
    if (how === 'rerate') {
      const energy = kwh.trim() ? { energy_wh: wattHours(kwh) } : {}
      ways.rerate.mutate({ path, version, body: { reason, revision: newest, ...energy } })
    }
  }
  const every = Object.values(ways)
  return {
    run,
    busy: every.some((one) => one.isPending),
    error: every.map((one) => one.error).find(Boolean) ?? null,
  }
}

/** `12,5` kWh as `12500` Wh, exactly; what is no number is left for the server to refuse. */
export function wattHours(kwh: string): string {
  const text = kwh.trim().replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(text)) return text
  const [whole = '0', parts = ''] = text.split('.')
  const shifted = `${whole}${parts.padEnd(3, '0').slice(0, 3)}`.replace(/^0+(?=\d)/, '')
  const rest = parts.slice(3).replace(/0+$/, '')
  return rest ? `${shifted}.${rest}` : shifted
}
