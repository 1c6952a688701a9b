import { Button, Textarea } from '@mantine/core'
import type { DisputeDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './disputes.module.css'

/** What both sides said, in its order. */
export function Talk({ dispute }: { dispute: DisputeDetailView }) {
  const t = useWords(disputes)
  const may = useMay()
  return (
    <Panel title={t('messages')} flush>
      {dispute.messages.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('nothingSaid')}</div>
      )}
      {dispute.messages.map((one) => (
        <div key={one.id} className={classes.line}>
          <small className={classes.dim}>
            {one.by.name || t('theirs')} · <When at={one.at} as="exact" />
          </small>
          <div>{one.text}</div>
        </div>
      ))}
      {dispute.state === 'open' && may('disputes:write') && <Say id={dispute.id} />}
    </Panel>
  )
}

function Say({ id }: { id: string }) {
  const t = useWords(disputes)
  const [text, setText] = useState('')
  const say = useChange('POST /api/v1/disputes/{id}/messages', ['/api/v1/disputes'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    say.mutate({ path: { id }, body: { text } }, { onSuccess: () => setText('') })
  }
  return (
    <form className={`${classes.form} ${classes.line}`} onSubmit={submit}>
      <Textarea
        label={t('toThem')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Refused error={say.error} />
      <div>
        <Button type="submit" variant="default" loading={say.isPending} disabled={!text.trim()}>
          {t('say')}
        </Button>
      </div>
    </form>
  )
}
