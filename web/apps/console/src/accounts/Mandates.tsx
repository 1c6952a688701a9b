import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { AccountView, MandateView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { Decided } from '@wattfleet/ui/draft/Outcome.tsx'
import { useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Inner, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { collections } from '@wattfleet/words/collections.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './accounts.module.css'
import { NewMandate } from './NewMandate.tsx'

const LOOKS: Readonly<Record<MandateView['state'], string>> = {
  active: 'available',
  ending: 'open',
  ended: 'closed',
  revoked: 'closed',
}

/** That the account lets us collect: by which mandates, and how each ends. */
export function Mandates({ account }: { account: AccountView }) {
  const t = useWords(collections)
  const may = useMay()('billing:write')
  const [adding, setAdding] = useState(false)
  const found = usePages('GET /api/v1/mandates', { query: { account: account.id } })
  const add = may && !adding && (
    <Button variant="default" onClick={() => setAdding(true)}>
      {t('addMandate')}
    </Button>
  )
  return (
    <Panel title={t('mandates')} actions={add} flush>
      {found.data === undefined && waiting(found)}
      {adding && <NewMandate account={account} onDone={() => setAdding(false)} />}
      {found.data !== undefined && found.items.length === 0 && !adding && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noMandates')}</div>
      )}
      {found.items.map((one) => (
        <Mandate key={one.id} mandate={one} />
      ))}
    </Panel>
  )
}

function Mandate({ mandate }: { mandate: MandateView }) {
  const t = useWords(collections)
  const sequence = useWordFor(collections, 'seq_')
  const may = useMay()('billing:write')
  const { locale } = useLanguage()
  const [ending, setEnding] = useState(false)
  const usable = mandate.state === 'active' || mandate.state === 'ending'
  const used =
    mandate.last_on === null ? (
      t('unused')
    ) : (
      <Inner className={classes.link} href={`/collections?mandate=${mandate.id}&state=made`}>
        {t('used', { n: mandate.collected, day: dayText(mandate.last_on, locale) })}
      </Inner>
    )
  return (
    <div className={classes.line}>
      <span>
        {mandate.reference} · {spaced(mandate.iban)}
        <div className={classes.dim}>
          {[mandate.holder, t('signed', { day: dayText(mandate.signed_on, locale) })].join(' · ')} · {used}
          {[usable && sequence(mandate.sequence), mandate.reason]
            .filter(Boolean)
            .map((one) => ` · ${one}`)
            .join('')}
        </div>
        <State state={LOOKS[mandate.state]} word={t(`m_${mandate.state}`)} />
      </span>
      {may && usable && !ending && (
        <Button variant="default" onClick={() => setEnding(true)}>
          {t('end')}
        </Button>
      )}
      {may && usable && ending && <End mandate={mandate} onCancel={() => setEnding(false)} />}
    </div>
  )
}

/** As it stands on a bank card: in groups of four. */
function spaced(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}

function End({ mandate, onCancel }: { mandate: MandateView; onCancel: () => void }) {
  const t = useWords(collections)
  const c = useWords(common)
  const [how, setHow] = useState('now')
  const [reason, setReason] = useState('')
  const end = useChange('POST /api/v1/mandates/{id}/end', ['/api/v1/mandates'])
  const seen = useSeen(mandate.version, reason !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { reason: reason.trim(), after_next: how === 'after' }
    end.mutate({ path: { id: mandate.id }, version: seen.version, body }, { onSuccess: onCancel })
  }
  const after = { value: 'after', label: t('endAfter') }
  return (
    <form className={`${classes.form} ${classes.wide}`} onSubmit={submit}>
      <NativeSelect
        size="xs"
        label={t('endHow')}
        value={how}
        data={[{ value: 'now', label: t('endNow') }, ...(mandate.state === 'active' ? [after] : [])]}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      <TextInput
        label={t('reason')}
        required
        value={reason}
        error={fieldError(end.error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Decided of={seen} change={end} about={['mandate', mandate.id]} />
      <div className={classes.row}>
        <Button type="submit" color="red" loading={end.isPending} disabled={!reason.trim()}>
          {t('endDo')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {c('cancel')}
        </Button>
      </div>
    </form>
  )
}
