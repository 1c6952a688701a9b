import { Button, Checkbox } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { CollectWish, MadeView, NotCollectedView, PlannedView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { sum } from '@wattfleet/ui/show/sums.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { collections } from '@wattfleet/words/collections.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { useAccountNames } from '../shell/accountNames.ts'
import classes from './collections.module.css'

/** Direct debits are in euro. */
export const EURO = 'EUR'
const TOUCHES = ['/api/v1/collections', '/api/v1/mandates', '/api/v1/invoices', '/api/v1/mailings']

/** What would be collected, and what not and why; then it is made. */
export function Planned({ told, wish }: { told: MadeView; wish: CollectWish }) {
  const t = useWords(collections)
  const { locale } = useLanguage()
  const navigate = useNavigate()
  const [left, setLeft] = useState<readonly string[]>([])
  const make = useChange('POST /api/v1/collections', TOUCHES)
  const chosen = told.planned.filter((one) => !left.includes(one.account_id))
  const amount = money(sum(chosen.map((one) => one.amount)) ?? '0', EURO, locale)
  const turn = (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id])
  const submit = () =>
    make.mutate(
      { body: { ...wish, leave_out: left } },
      {
        onSuccess: ({ collection }) =>
          collection && void navigate({ to: '/collections/$id', params: { id: collection.id } }),
      },
    )
  return (
    <>
      {told.planned.length === 0 ? (
        <Empty title={t('nothingTitle')}>{t('nothing')}</Empty>
      ) : (
        <Panel title={t('planned')} flush>
          {told.planned.map((one) => (
            <Debit
              key={one.invoice_id}
              debit={one}
              taken={!left.includes(one.account_id)}
              onTurn={() => turn(one.account_id)}
            />
          ))}
          <div className={`${lines.deed} ${lines.item}`}>
            <span className={classes.dim}>
              {t('makeWhat')} {t('leaveHow')}
            </span>
            <Refused error={make.error} />
            <div>
              <Button loading={make.isPending} disabled={chosen.length === 0} onClick={submit}>
                {t('makeDo', { n: chosen.length, amount })}
              </Button>
            </div>
          </div>
        </Panel>
      )}
      <Held held={told.held} />
    </>
  )
}

interface DebitProps {
  debit: PlannedView
  taken: boolean
  onTurn: () => void
}

function Debit({ debit, taken, onTurn }: DebitProps) {
  const t = useWords(collections)
  const sequence = useWordFor(collections, 'seq_')
  const name = useAccountNames()(debit.account_id)
  return (
    <div className={`${lines.item} ${lines.line}`}>
      <span className={classes.who}>
        <Checkbox aria-label={t('take', { number: debit.number })} checked={taken} onChange={onTurn} />
        <Link className={classes.link} to="/invoices/$id" params={{ id: debit.invoice_id }}>
          {debit.number}
        </Link>
        <span>{name}</span>
        <span className={classes.dim}>
          {t('by', { mandate: debit.mandate })} · {sequence(debit.sequence)}
        </span>
      </span>
      <strong>
        <Money of={debit.amount} currency={EURO} />
      </strong>
    </div>
  )
}

function Held({ held }: { held: readonly NotCollectedView[] }) {
  const t = useWords(collections)
  const why = useWordFor(collections, 'hold_')
  const nameOf = useAccountNames()
  if (held.length === 0) return null
  return (
    <Panel title={t('held')} flush>
      {held.map((one) => (
        <div key={`${one.number} ${one.code}`} className={`${lines.item} ${lines.line}`}>
          <span>
            {one.number} ·{' '}
            <Link className={classes.link} to="/accounts/$id" params={{ id: one.account_id }}>
              {nameOf(one.account_id)}
            </Link>
            <div className={classes.dim}>{why(one.code)}</div>
          </span>
        </div>
      ))}
    </Panel>
  )
}
