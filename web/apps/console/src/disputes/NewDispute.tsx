import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { BodyOf } from '@wattfleet/api/call.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import classes from './disputes.module.css'

type Wish = BodyOf<'POST /api/v1/disputes'>

const ABOUT = ['energy', 'price', 'time', 'not_mine', 'twice', 'no_charge', 'other'] as const
const SIDES = ['driver', 'fleet', 'house'] as const

/** An agent opens one for a driver or a fleet, about the session or invoice that the address names. */
export function NewDispute() {
  const t = useWords(disputes)
  const word = useWordFor(disputes, 'is_')
  const by = useWordFor(disputes, 'by_')
  const navigate = useNavigate()
  const { session, invoice } = useSearch({ strict: false }) as { session?: string; invoice?: string }
  const [about, setAbout] = useState<(typeof ABOUT)[number]>('energy')
  const [side, setSide] = useState<(typeof SIDES)[number]>('driver')
  const [text, setText] = useState('')
  const [contact, setContact] = useState('')
  const [line, setLine] = useState<string | number>('')
  const make = useChange('POST /api/v1/disputes', [
    '/api/v1/disputes',
    '/api/v1/sessions',
    '/api/v1/invoices',
  ])
  if (!session && !invoice)
    return (
      <Page title={t('make')}>
        <Empty title={t('emptyTitle')}>{t('makeOn')}</Empty>
      </Page>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const what = session ? { session_id: session } : { invoice_id: invoice, line: Number(line) || undefined }
    make.mutate(
      { body: { about, side, text, contact, ...what } as Wish },
      { onSuccess: (made) => void navigate({ to: '/disputes/$id', params: { id: made.id } }) },
    )
  }
  return (
    <Page title={t('make')} note={session ? t('aboutSession') : t('aboutInvoice')}>
      <form className={classes.form} onSubmit={submit}>
        <div className={classes.row}>
          <NativeSelect
            size="xs"
            label={t('about')}
            value={about}
            data={ABOUT.map((one) => ({ value: one, label: word(one) }))}
            onChange={(event) => setAbout(ABOUT.find((one) => one === event.currentTarget.value) ?? 'other')}
          />
          <NativeSelect
            size="xs"
            label={t('side')}
            value={side}
            data={SIDES.map((one) => ({ value: one, label: by(one) }))}
            onChange={(event) => setSide(SIDES.find((one) => one === event.currentTarget.value) ?? 'house')}
          />
          {!session && (
            <NumberInput label={t('line', { n: '' })} w={90} min={1} value={line} onChange={setLine} />
          )}
        </div>
        <Textarea
          label={t('text')}
          autosize
          minRows={3}
          required
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label={t('contact')}
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
        <small className={classes.dim}>{t('held')}</small>
        <Refused error={make.error} />
        <div>
          <Button type="submit" loading={make.isPending} disabled={text.trim().length < 3}>
            {t('make')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
