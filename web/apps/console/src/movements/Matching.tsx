import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '@wattfleet/api/call.ts'
import type { BankMovementView, FittingView, MatchWish } from '@wattfleet/api/generated/shapes.ts'
import { problemOf } from '@wattfleet/api/problem.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Decided } from '@wattfleet/ui/draft/Outcome.tsx'
import { useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { movements } from '@wattfleet/words/movements.ts'
import { type FormEvent, useState } from 'react'
import classes from './movements.module.css'
import { TOUCHES } from './touches.ts'

interface MatchingProps {
  movement: BankMovementView
  fitting: FittingView
}

/** What it may pay, the likeliest first; all that is left of it, or a part. */
export function Matching({ movement, fitting }: MatchingProps) {
  const t = useWords(movements)
  const { locale } = useLanguage()
  const [part, setPart] = useState('')
  const [more, setMore] = useState(false)
  const match = useChange('POST /api/v1/movements/{id}/match', TOUCHES)
  const seen = useSeen(movement.version, part !== '')
  const asked = part.trim() ? { amount: part.trim().replace(',', '.') } : {}
  const take = (wish: MatchWish) =>
    match.mutate(
      { path: { id: movement.id }, version: seen.version, body: wish },
      {
        onSuccess: () => {
          setPart('')
          setMore(false)
        },
      },
    )
  const pay = (invoice_id: string) => take({ invoice_id, more_than_open: more, ...asked })
  const tooMuch = problemOf(match.error)?.code === 'more_than_open'
  const none = fitting.invoices.length === 0 && fitting.collections.length === 0
  return (
    <Panel title={t('may')} flush>
      {none && <div className={`${lines.line} ${classes.dim}`}>{t('mayNothing')}</div>}
      {fitting.collections.map((one) => (
        <div key={one.collection_id} className={`${lines.item} ${lines.line}`}>
          <Link className={classes.link} to="/collections/$id" params={{ id: one.collection_id }}>
            {t('collection', { n: one.debits })}
          </Link>
          <Button loading={match.isPending} onClick={() => take({ collection_id: one.collection_id })}>
            {t('take')}
          </Button>
        </div>
      ))}
      {fitting.invoices.map((one) => (
        <div key={one.invoice_id} className={`${lines.item} ${lines.line}`}>
          <span>
            <Link className={classes.link} to="/invoices/$id" params={{ id: one.invoice_id }}>
              {one.number}
            </Link>{' '}
            · {t('open', { amount: money(one.open, movement.currency, locale) })}
            {(one.by === 'reference' || one.by === 'amount') && (
              <span className={classes.dim}> · {t(`by_${one.by}`)}</span>
            )}
          </span>
          <Button
            variant={one.by ? 'filled' : 'default'}
            aria-label={t('takeOf', { name: one.number })}
            loading={match.isPending}
            onClick={() => pay(one.invoice_id)}
          >
            {t('take')}
          </Button>
        </div>
      ))}
      <div className={`${lines.item} ${lines.deed}`}>
        <TextInput
          label={t('part')}
          description={t('partHelp')}
          maw={320}
          inputMode="decimal"
          value={part}
          error={fieldError(match.error, 'amount')}
          onChange={(event) => setPart(event.currentTarget.value)}
        />
        {(tooMuch || more) && (
          <Checkbox
            label={t('more')}
            checked={more}
            onChange={(event) => setMore(event.currentTarget.checked)}
          />
        )}
        <Decided of={seen} change={match} about={['movement', movement.id]} />
        <Another onFound={pay} />
      </div>
    </Panel>
  )
}

/** An invoice that is not among the likely ones, by its number. */
function Another({ onFound }: { onFound: (id: string) => void }) {
  const t = useWords(movements)
  const [number, setNumber] = useState('')
  const find = useMutation({
    mutationFn: () => call('GET /api/v1/invoices/{id}', { path: { id: number.trim() } }),
    onSuccess: (found) => onFound(found.id),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find.mutate()
  }
  return (
    <form onSubmit={submit}>
      <div className={lines.row}>
        <TextInput
          label={`${t('another')}: ${t('number')}`}
          w={220}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={find.isPending} disabled={!number.trim()}>
          {t('take')}
        </Button>
      </div>
      <Refused error={find.error} />
    </form>
  )
}
