import { Link } from '@tanstack/react-router'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { ReminderCost } from '@wattfleet/ui/frame/ReminderCost.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { sum } from '@wattfleet/ui/show/sums.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import classes from './shell.module.css'

const SHOWN = 6

/** What an account, or an invoice, was reminded of, and what that costs; nothing where it never was. */
export function Reminded({ account, invoice }: { account?: string; invoice?: string }) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const found = usePages('GET /api/v1/reminders', { query: { account, invoice, limit: SHOWN } })
  if (found.data !== undefined && found.items.length === 0) return null
  return (
    <Panel title={t('title')} flush>
      {found.data === undefined && waiting(found)}
      {found.items.slice(0, SHOWN).map((one) => {
        const items = one.items.filter((item) => invoice === undefined || item.invoice_id === invoice)
        const cost = sum(items.flatMap((item) => [item.fee, item.interest])) ?? '0'
        return (
          <div key={one.id} className={classes.line}>
            <span>
              <Link className={classes.link} to="/reminders/$id" params={{ id: one.id }}>
                {t('levelOf', { n: one.level })}
              </Link>
              <span className={classes.dim}>
                {' '}
                · <Day of={one.made_on} /> · {items.map((item) => item.number).join(', ')}
                {one.state === 'waived' && ` · ${t('waived')}`}
              </span>
            </span>
            <Explain
              title={t('whyCost')}
              why={() =>
                items.map((item) => <ReminderCost key={item.number} item={item} currency={one.currency} />)
              }
            >
              {Number(cost) === 0 ? t('free') : money(cost, one.currency, locale)}
            </Explain>
          </div>
        )
      })}
    </Panel>
  )
}
