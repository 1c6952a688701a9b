import { Button, Checkbox, Code, NativeSelect, TextInput } from '@mantine/core'
import { versionOf } from '@wattfleet/api/call.ts'
import type { WebhookView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useTrouble } from '@wattfleet/ui/show/inside.ts'
import { alarms } from '@wattfleet/words/alarms.ts'
import { LANGUAGE_NAMES, useWords } from '@wattfleet/words/language.tsx'
import type { FormEvent } from 'react'
import classes from './alarms.module.css'

/** One address that is told of every alarm, signed. */
export function Webhook({ webhook }: { webhook: WebhookView }) {
  const t = useWords(alarms)
  const editable = useMay()('setup:write')
  const label = useLabel(alarms)
  const put = useChange('PUT /api/v1/webhook', ['/api/v1/webhook'])
  const trouble = useTrouble()
  const test = useChange('POST /api/v1/webhook/test', ['/api/v1/deliveries'])
  const kept = useDraft(typedOf(webhook), versionOf(webhook) ?? 0)
  const { url, language, allow_private } = kept.value
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(
      { body: { url: url.trim(), allow_private, language }, version: kept.version },
      { onSuccess: (made) => kept.saved(typedOf(made), versionOf(made) ?? kept.version) },
    )
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
        onChange={(event) => kept.set({ url: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('language')}
        maw={220}
        value={language}
        disabled={!editable}
        data={LANGUAGE_NAMES}
        onChange={(event) => kept.set({ language: event.currentTarget.value as WebhookView['language'] })}
      />
      <Checkbox
        label={t('allowPrivate')}
        checked={allow_private}
        disabled={!editable}
        onChange={(event) => kept.set({ allow_private: event.currentTarget.checked })}
      />
      {webhook.secret !== '' && <Facts of={[[t('secret'), <Code key="s">{webhook.secret}</Code>]]} />}
      <Outcome of={kept} change={put} label={label} about={['webhook']} />
      <Refused error={test.error} />
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
          {put.isSuccess && !kept.touched && <output>{t('saved')}</output>}
          {test.data && (
            <output>
              {test.data.taken ? t('taken') : t('notTaken', { why: trouble(test.data.problem) })}
            </output>
          )}
        </div>
      )}
    </form>
  )
}

function typedOf({ url, language, allow_private }: WebhookView) {
  return { url, language, allow_private }
}
