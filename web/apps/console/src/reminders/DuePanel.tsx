import { Button, Checkbox, CloseButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LetterView, RemindedView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { ReminderCost } from '@wattfleet/ui/frame/ReminderCost.tsx'
import { Empty, waiting } from '@wattfleet/ui/frame/States.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { sum } from '@wattfleet/ui/show/sums.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import { useEffect, useState } from 'react'
import { useAccountNames } from '../shell/accountNames.ts'
import { costOf } from './cost.ts'
import { Held } from './Held.tsx'
import { Late } from './Late.tsx'
import classes from './reminders.module.css'

const TOUCHES = [
  '/api/v1/reminders',
  '/api/v1/invoices',
  '/api/v1/open-items',
  '/api/v1/ledger',
  '/api/v1/mailings',
] as const

/** Who is reminded of what if one says so now, and who is left alone and why. */
export function DuePanel() {
  const t = useWords(reminders)
  const c = useWords(common)
  const [told, setTold] = useState<RemindedView | null>(null)
  const look = useChange('POST /api/v1/reminders', [])
  const { mutate } = look
  useEffect(() => mutate({ query: { dry_run: true }, body: {} }, { onSuccess: setTold }), [mutate])
  const again = () => mutate({ query: { dry_run: true }, body: {} }, { onSuccess: setTold })
  return (
    <Page
      title={t('due')}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/reminders" search={(before) => before} {...props} />}
        />
      }
    >
      {told === null ? (
        waiting({ data: undefined, isPending: true, error: look.error, refetch: again })
      ) : (
        <Told told={told} onSent={again} />
      )}
    </Page>
  )
}

function Told({ told, onSent }: { told: RemindedView; onSent: () => void }) {
  const t = useWords(reminders)
  const [left, setLeft] = useState<readonly string[]>([])
  const send = useChange('POST /api/v1/reminders', TOUCHES)
  const chosen = told.letters.filter((one) => !left.includes(one.account_id))
  const turn = (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id])
  if (told.letters.length === 0)
    return (
      <>
        {send.data && <output>{t('sent', { n: send.data.sent.length })}</output>}
        {told.holds.length === 0 && <Empty title={t('nothingDueTitle')}>{t('nothingDue')}</Empty>}
        <Held holds={told.holds} />
      </>
    )
  return (
    <>
      <span className={classes.dim}>{t('dueHow')}</span>
      <Panel title={t('due')} flush>
        {told.letters.map((one) => (
          <Letter
            key={`${one.account_id} ${one.currency}`}
            letter={one}
            taken={!left.includes(one.account_id)}
            onTurn={() => turn(one.account_id)}
          />
        ))}
        <div className={`${lines.deed} ${lines.item}`}>
          <span className={classes.dim}>
            <SendWhat letters={chosen} />
          </span>
          <Refused error={send.error} />
          <div>
            <Button
              loading={send.isPending}
              disabled={chosen.length === 0}
              onClick={() => send.mutate({ body: { leave_out: left } }, { onSuccess: onSent })}
            >
              {t('sendDo', { n: chosen.length })}
            </Button>
          </div>
        </div>
      </Panel>
      <Held holds={told.holds} />
    </>
  )
}

function SendWhat({ letters }: { letters: readonly LetterView[] }) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const amounts = [...new Set(letters.map((one) => one.currency))].sort().map((currency) => {
    const mine = letters.filter((one) => one.currency === currency)
    return money(sum(mine.map(costOf)) ?? '0', currency, locale)
  })
  return <>{t('sendWhat', { amount: amounts.join(' · ') || '0' })}</>
}

interface LetterProps {
  letter: LetterView
  taken: boolean
  onTurn: () => void
}

function Letter({ letter, taken, onTurn }: LetterProps) {
  const t = useWords(reminders)
  const name = useAccountNames()(letter.account_id)
  const { currency } = letter
  return (
    <div className={lines.item}>
      <div className={lines.line}>
        <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <Checkbox aria-label={t('take', { name })} checked={taken} onChange={onTurn} />
          <Link className={classes.link} to="/accounts/$id" params={{ id: letter.account_id }}>
            {name}
          </Link>
          <span className={classes.dim}>{t('levelOf', { n: letter.level })}</span>
        </span>
        <strong>
          <Money of={letter.total} currency={currency} />
        </strong>
      </div>
      {letter.items.map((item) => (
        <div key={item.invoice_id} className={classes.sub}>
          <Link className={classes.link} to="/invoices/$id" params={{ id: item.invoice_id }}>
            {item.number}
          </Link>{' '}
          · <Late item={item} /> · <Money of={item.open} currency={currency} /> ·{' '}
          {Number(costOf(item)) === 0 ? (
            t('free')
          ) : (
            <Explain title={t('whyCost')} why={() => <ReminderCost item={item} currency={currency} />}>
              + <Money of={costOf(item)} currency={currency} />
            </Explain>
          )}
        </div>
      ))}
    </div>
  )
}
