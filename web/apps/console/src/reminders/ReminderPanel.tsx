import { Button, CloseButton, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { ReminderView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange, usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { ReminderCost } from '@wattfleet/ui/frame/ReminderCost.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { nameOf } from '@wattfleet/ui/show/who.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import { type FormEvent, useState } from 'react'
import { useAccountNames } from '../shell/accountNames.ts'
import { costOf } from './cost.ts'
import { Late } from './Late.tsx'
import classes from './reminders.module.css'

const TOUCHES = ['/api/v1/reminders', '/api/v1/invoices', '/api/v1/open-items', '/api/v1/ledger']

/** One letter: what it reminds of, what it costs and why, how it went out, and how that is waived. */
export function ReminderPanel() {
  const { id } = useParams({ from: '/reminders/$id' })
  const query = useCall('GET /api/v1/reminders/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={id} reminder={query.data} />
}

function Known({ reminder }: { reminder: ReminderView }) {
  const t = useWords(reminders)
  const c = useWords(common)
  const may = useMay()('billing:write')
  const name = useAccountNames()(reminder.account_id)
  const { currency, state } = reminder
  const cost = costOf(reminder)
  return (
    <Page
      title={name}
      note={
        <>
          {t('levelOf', { n: reminder.level })} ·{' '}
          <State state={state === 'waived' ? 'closed' : 'sent'} word={t(state)} />
        </>
      }
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/reminders" search={(before) => before} {...props} />}
        />
      }
    >
      <Figure label={t('total')} to="#items">
        <Money of={reminder.total} currency={currency} />
      </Figure>
      <Panel id="items" title={t('items')} flush>
        {reminder.items.map((item) => (
          <div key={item.invoice_id} className={`${lines.item} ${lines.line}`}>
            <span>
              <Link className={classes.link} to="/invoices/$id" params={{ id: item.invoice_id }}>
                {item.number}
              </Link>{' '}
              · <Late item={item} /> · <Money of={item.open} currency={currency} />
            </span>
            {Number(costOf(item)) === 0 ? (
              <span className={classes.dim}>{t('free')}</span>
            ) : (
              <Explain title={t('whyCost')} why={() => <ReminderCost item={item} currency={currency} />}>
                + <Money of={costOf(item)} currency={currency} />
              </Explain>
            )}
          </div>
        ))}
      </Panel>
      <Facts
        of={[
          [t('sentOn'), <When key="m" at={reminder.made_at} as="exact" />],
          ['', nameOf(reminder.made_by)],
          [t('account'), <AccountLink key="a" id={reminder.account_id} name={name} />],
          reminder.reason !== '' && [t('because'), reminder.reason],
        ]}
      />
      <Mail id={reminder.id} />
      {may && state === 'standing' && Number(cost) > 0 && <Waive reminder={reminder} cost={cost} />}
    </Page>
  )
}

function AccountLink({ id, name }: { id: string; name: string }) {
  return (
    <Link className={classes.link} to="/accounts/$id" params={{ id }}>
      {name}
    </Link>
  )
}

function Mail({ id }: { id: string }) {
  const t = useWords(reminders)
  const found = usePages('GET /api/v1/mailings', { query: { about: id } })
  return (
    <Panel title={t('mail')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${lines.line} ${classes.dim}`}>{t('noMail')}</div>
      )}
      {found.items.map((one) => (
        <div key={one.id} className={`${lines.item} ${lines.line}`}>
          <span>
            <State state={one.state} /> {one.target}
            {one.problem && (
              <div className={classes.late}>
                <Said text={one.problem} from={troubles} />
              </div>
            )}
          </span>
          <span className={classes.dim}>
            <When at={one.done_at ?? one.made_at} />
          </span>
        </div>
      ))}
    </Panel>
  )
}

function Waive({ reminder, cost }: { reminder: ReminderView; cost: string }) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const [reason, setReason] = useState('')
  const waive = useChange('POST /api/v1/reminders/{id}/waive', TOUCHES)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    waive.mutate({ path: { id: reminder.id }, body: { reason: reason.trim() } })
  }
  return (
    <Panel title={t('waive')} flush>
      <form className={lines.deed} onSubmit={submit}>
        <span className={classes.dim}>
          {t('waiveWhat', { amount: money(cost, reminder.currency, locale) })}
        </span>
        <TextInput
          label={t('reason')}
          required
          value={reason}
          error={fieldError(waive.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused error={waive.error} />
        <div>
          <Button type="submit" color="red" loading={waive.isPending} disabled={!reason.trim()}>
            {t('waive')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
