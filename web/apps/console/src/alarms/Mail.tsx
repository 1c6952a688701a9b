import { Button, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { versionOf } from '@wattfleet/api/call.ts'
import type { MailSettings, MailView, Recipient } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useTrouble } from '@wattfleet/ui/show/inside.ts'
import { alarms } from '@wattfleet/words/alarms.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './alarms.module.css'
import { Recipients } from './Recipients.tsx'

const SECURITY = ['starttls', 'tls', 'none'] as const
/** Protocols by their own names. */
const NAMES = { starttls: 'STARTTLS', tls: 'TLS' }

/** How mail goes out and to whom, with a test that says what the other server answered. */
export function Mail({ mail }: { mail: MailView }) {
  const t = useWords(alarms)
  const editable = useMay()('setup:write')
  const label = useLabel(alarms)
  const put = useChange('PUT /api/v1/mail', ['/api/v1/mail', '/api/v1/setup'])
  const kept = useDraft(settingsOf(mail), versionOf(mail) ?? 0)
  const { value: draft, set } = kept
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(
      { body: { ...draft, password: draft.password || null }, version: kept.version },
      { onSuccess: (made) => kept.saved(settingsOf(made), versionOf(made) ?? kept.version) },
    )
  }
  return (
    <div className={classes.form}>
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.row}>
          <TextInput
            required
            label={t('host')}
            value={draft.host}
            disabled={!editable}
            error={fieldError(put.error, 'host')}
            onChange={(event) => set({ host: event.currentTarget.value })}
          />
          <NumberInput
            label={t('port')}
            w={90}
            hideControls
            value={draft.port ?? 587}
            disabled={!editable}
            onChange={(port) => set({ port: Number(port) || 587 })}
          />
          <NativeSelect
            size="xs"
            label={t('security')}
            value={draft.security}
            disabled={!editable}
            data={SECURITY.map((one) => ({
              value: one,
              label: one === 'none' ? t('noSecurity') : NAMES[one],
            }))}
            onChange={(event) =>
              set({ security: SECURITY.find((one) => one === event.currentTarget.value) ?? 'starttls' })
            }
          />
        </div>
        <div className={classes.row}>
          <TextInput
            label={t('user')}
            value={draft.user ?? ''}
            disabled={!editable}
            autoComplete="off"
            onChange={(event) => set({ user: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('password')}
            w={220}
            disabled={!editable}
            autoComplete="new-password"
            placeholder={mail.has_password ? t('passwordKept') : ''}
            value={draft.password ?? ''}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
          <TextInput
            required
            label={t('sender')}
            value={draft.sender}
            disabled={!editable}
            error={fieldError(put.error, 'sender')}
            onChange={(event) => set({ sender: event.currentTarget.value })}
          />
        </div>
        <Recipients
          of={draft.recipients ?? []}
          editable={editable}
          onChange={(recipients: readonly Recipient[]) => set({ recipients })}
        />
        <Outcome of={kept} change={put} label={label} about={['mail']} />
        {editable && (
          <div className={classes.row}>
            <Button type="submit" loading={put.isPending}>
              {t('save')}
            </Button>
            {put.isSuccess && !kept.touched && <output>{t('saved')}</output>}
          </div>
        )}
      </form>
      {editable && mail.host !== '' && <TestMail first={mail.recipients[0]?.email ?? mail.sender} />}
    </div>
  )
}

function settingsOf(mail: MailView): MailSettings {
  const { host, port, user, sender, recipients } = mail
  return {
    host,
    port,
    user,
    sender,
    recipients,
    security: SECURITY.find((one) => one === mail.security) ?? 'starttls',
    password: '',
  }
}

/** One mail now; the answer is the mail server's own. */
function TestMail({ first }: { first: string }) {
  const t = useWords(alarms)
  const { language } = useLanguage()
  const [to, setTo] = useState(first)
  const trouble = useTrouble()
  const test = useChange('POST /api/v1/mail/test', ['/api/v1/deliveries'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    test.mutate({ body: { to: to.trim(), language } })
  }
  return (
    <form className={classes.row} onSubmit={submit}>
      <TextInput
        label={t('testTo')}
        w={240}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={test.isPending} disabled={!to.trim()}>
        {t('test')}
      </Button>
      {test.data && (
        <output>{test.data.taken ? t('taken') : t('notTaken', { why: trouble(test.data.problem) })}</output>
      )}
      <Refused error={test.error} />
    </form>
  )
}
