import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AccountView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './accounts.module.css'
import { feeSentence } from './feeSentence.ts'

/** What was agreed beside the sessions, each contract in the words of its fees. */
export function Contracts({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const may = useMay()
  const { locale } = useLanguage()
  const found = usePages('GET /api/v1/contracts', { query: { account: account.id } })
  const make = may('billing:write') && (
    <Button
      variant="default"
      renderRoot={(props) => (
        <Link
          to="/accounts/$id/contracts/$contract"
          params={{ id: account.id, contract: 'new' }}
          {...props}
        />
      )}
    >
      {t('newContract')}
    </Button>
  )
  return (
    <Panel title={t('contracts')} actions={make} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noContracts')}</div>
      )}
      {found.items.map((one) => (
        <div key={one.id} className={classes.line}>
          <span>
            <Link
              className={classes.link}
              to="/accounts/$id/contracts/$contract"
              params={{ id: account.id, contract: one.id }}
            >
              {one.name}
            </Link>
            <div className={classes.dim}>
              {one.fees.map((fee) => feeSentence(fee, one.currency, t, locale)).join(' · ')}
            </div>
          </span>
          <span className={classes.dim}>
            <Day of={one.valid_from} /> –{' '}
            {one.valid_until === null ? t('untilOpen') : <Day of={one.valid_until} />}
          </span>
        </div>
      ))}
    </Panel>
  )
}
