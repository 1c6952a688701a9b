import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { InvoiceView, MailingView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { nameOf } from '@wattfleet/ui/show/who.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './invoices.module.css'

const TOUCHES = ['/api/v1/invoices/{id}$', '/api/v1/mailings']
const LANGUAGES = ['en', 'sv', 'de'] as const

/** Whether something of it is on its way now. */
export function isUnderWay(invoice: InvoiceView | undefined): boolean {
  return invoice?.mailings.some((one) => one.state === 'queued' || one.state === 'sending') ?? false
}

/** What of it went out by e-mail, with its state and its reason; and how it is sent. */
export function Mailings({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const may = useMay()('billing:write')
  return (
    <Panel title={t('mail')} flush>
      {invoice.mailings.length === 0 && <div className={`${classes.line} ${classes.dim}`}>{t('noMail')}</div>}
      {invoice.mailings.map((one) => (
        <Mailing key={one.id} mailing={one} editable={may} />
      ))}
      {may && <Send invoice={invoice} />}
    </Panel>
  )
}

function Mailing({ mailing, editable }: { mailing: MailingView; editable: boolean }) {
  const t = useWords(invoices)
  const retry = useChange('POST /api/v1/mailings/{id}/retry', TOUCHES)
  const { id, target, state, problem } = mailing
  return (
    <div className={classes.line}>
      <span>
        <State state={state} /> {target}
        <span className={classes.dim}>
          {' '}
          · <When at={mailing.done_at ?? mailing.made_at} /> ·{' '}
          <Explain title={target} why={() => <MailWhy mailing={mailing} />} />
        </span>
        {problem && (
          <div className={state === 'failed' ? classes.bad : classes.dim}>
            <Said text={problem} from={troubles} />
          </div>
        )}
        <Refused error={retry.error} />
      </span>
      {state === 'failed' && editable && (
        <Button
          variant="default"
          aria-label={t('retryOf', { target })}
          loading={retry.isPending}
          onClick={() => retry.mutate({ path: { id } } as never)}
        >
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

function MailWhy({ mailing }: { mailing: MailingView }) {
  const t = useWords(invoices)
  const { asked_by, file, next_at, problem, sha256, subject, text, tries } = mailing
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Facts
        of={[
          [t('state'), <State key="s" state={mailing.state} />],
          problem !== '' && ['', <Said key="p" text={problem} from={troubles} />],
          [t('mailTries'), tries],
          next_at !== null && [t('mailNext'), <When key="n" at={next_at} as="exact" />],
          ['', nameOf(asked_by) || t('mailByItself')],
          subject !== '' && [t('subject'), subject],
          file !== '' && [t('mailFile'), `${file} · SHA-256 ${sha256}`],
        ]}
      />
      {text && <div className={classes.mail}>{text}</div>}
    </div>
  )
}

function Send({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const [to, setTo] = useState('')
  const [language, setLanguage] = useState('')
  const send = useChange('POST /api/v1/invoices/{id}/send', TOUCHES)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const targets = to.split(/[,;\s]+/).filter(Boolean)
    send.mutate({ path: { id: invoice.id }, body: { to: targets, language } }, { onSuccess: () => setTo('') })
  }
  const name = invoice.mailings.some((one) => one.state === 'sent') ? 'sendAgain' : 'send'
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          label={t('mailTo')}
          description={t('mailToHelp')}
          placeholder={invoice.buyer.email}
          w={280}
          value={to}
          error={fieldError(send.error, 'to')}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          label={t('mailLanguage')}
          value={language}
          data={[
            { value: '', label: t('mailOwn') },
            ...LANGUAGES.map((one) => ({ value: one, label: t(one) })),
          ]}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={send.isPending}>
          {t(name)}
        </Button>
      </div>
      <Refused error={send.error} />
    </form>
  )
}
