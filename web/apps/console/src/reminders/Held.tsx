import { Link } from '@tanstack/react-router'
import type { ReminderHoldView } from '@wattfleet/api/generated/shapes.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import type { ReactNode } from 'react'
import { useAccountNames } from '../shell/accountNames.ts'
import classes from './reminders.module.css'

/** Who is overdue and left alone, why, and what to do about it. */
export function Held({ holds }: { holds: readonly ReminderHoldView[] }) {
  const t = useWords(reminders)
  const why = useWordFor(reminders, 'hold_')
  const nameOf = useAccountNames()
  if (holds.length === 0) return null
  return (
    <Panel title={t('held')} flush>
      {holds.map((one) => (
        <div key={`${one.account_id} ${one.code} ${one.invoices.join()}`} className={lines.item}>
          <div className={lines.line}>
            <span>
              <Link className={classes.link} to="/accounts/$id" params={{ id: one.account_id }}>
                {nameOf(one.account_id)}
              </Link>{' '}
              <span className={classes.dim}>· {one.invoices.join(', ')}</span>
              <div>{why(one.code)}</div>
              <WhatToDo hold={one} />
            </span>
          </div>
        </div>
      ))}
    </Panel>
  )
}

/** Each reason has its place where it is mended. */
function WhatToDo({ hold }: { hold: ReminderHoldView }): ReactNode {
  const t = useWords(reminders)
  switch (hold.code) {
    case 'disputed':
      return (
        <Link className={classes.link} to="/disputes">
          {t('do_disputed')}
        </Link>
      )
    case 'no_policy':
    case 'rate_missing':
      return (
        <Link className={classes.link} to="/reminders/settings">
          {t(`do_${hold.code}`)}
        </Link>
      )
    case 'no_address':
    case 'on_hold':
      return (
        <Link className={classes.link} to="/accounts/$id" params={{ id: hold.account_id }}>
          {t(`do_${hold.code}`)}
        </Link>
      )
    case 'collected':
    case 'all_told':
      return <span className={classes.dim}>{t(`do_${hold.code}`)}</span>
    default:
      return null
  }
}
