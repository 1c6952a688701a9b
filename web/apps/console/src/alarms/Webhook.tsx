import { Button, Checkbox, Code, NativeSelect, TextInput } from '@mantine/core'
import type { WebhookView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePut } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { alarms } from '@wattfleet/words/alarms.ts'
import { LANGUAGE_NAMES, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './alarms.module.css'

/** One address that is told of every alarm, signed. */
export function Webhook({ webhook }: { webhook: WebhookView }) {
  const t = useWords(alarms)
  const editable = useMay()('setup:write')
  const put = usePut('PUT /api/v1/webhook', ['/api/v1/webhook'], webhook)
  const test = useChange('POST /api/v1/webhook/test', ['/api/v1/deliveries'])
  const [url, setUrl] = useState(webhook.url)
  const [tongue, setTongue] = useState(webhook.language)
  const [allow, setAllow] = useState(webhook.allow_private)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.put({ url: url.trim(), allow_private: allow, language: tongue })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        required
        type="url"
        label={t('url')}
        placeholder="https://"
        maw={480}
        value={url}
        disabled={!editable}
        error={fieldError(put.error, 'url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('language')}
        maw={220}
        value={tongue}
        disabled={!editable}
        data={LANGUAGE_NAMES}
        onChange={(event) => setTongue(event.currentTarget.value as WebhookView['language'])}
      />
      <Checkbox
        label={t('allowPrivate')}
        checked={allow}
        disabled={!editable}
        onChange={(event) => setAllow(event.currentTarget.checked)}
      />
      {webhook.secret !== '' && <Facts of={[[t('secret'), <Code key="s">{webhook.secret}</Code>]]} />}
      <Refused error={put.error ?? test.error} />
      {editable && (
        <div className={classes.row}>
          <Button type="submit" loading={put.isPending}>
            {t('save')}
          </Button>
          {webhook.url !== '' && (
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
              {t('test')}
            </Button>
          )}
          {put.isSuccess && <output>{t('saved')}</output>}
          {test.data && (
            <output>{test.data.taken ? t('taken') : t('notTaken', { why: test.data.problem })}</output>
          )}
        </div>
      )}
    </form>
  )
}
