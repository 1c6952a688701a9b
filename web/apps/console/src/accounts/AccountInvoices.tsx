import { Link } from '@tanstack/react-router'
import type { AccountView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day, Month } from '@wattfleet/ui/show/Books.tsx'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './accounts.module.css'

const SHOWN = 6

/** The last documents of an account, and the way to all of them. */
export function AccountInvoices({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const { locale } = useLanguage()
  const found = usePages('GET /api/v1/invoices', {
    query: { account: account.id, sort: '-id', limit: SHOWN },
  })
  const all = (
    <Link className={classes.link} to="/invoices" search={{ account: account.id } as never}>
      {t('allInvoices')}
    </Link>
  )
  return (
    <Panel title={t('invoices')} actions={all} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noInvoices')}</div>
      )}
      {found.items.slice(0, SHOWN).map((one) => (
        <div key={one.id} className={classes.line}>
          <span>
            <Link className={classes.link} to="/invoices/$id" params={{ id: one.id }}>
              {one.number || t('draft')}
            </Link>
            <span className={classes.dim}>
              {' '}
              · <Month of={one.month} />
              {one.issued_on && (
                <>
                  {' '}
                  · <Day of={one.issued_on} />
                </>
              )}
              {Number(one.open) !== 0 &&
                ` · ${t('openOf', { amount: money(one.open, one.currency, locale) })}`}
            </span>
          </span>
          <Money of={one.kind === 'credit_note' ? `-${one.payable}` : one.payable} currency={one.currency} />
        </div>
      ))}
    </Panel>
  )
}
