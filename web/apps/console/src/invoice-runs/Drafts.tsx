import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InvoiceListView, RunView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { monthBefore } from '@wattfleet/ui/show/days.ts'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { beforeOf } from './before.ts'
import classes from './runs.module.css'

const MOST = 1000

/** The documents of the run, each beside what its account was invoiced for the month before. */
export function Drafts({ run }: { run: RunView }) {
  const t = useWords(runs)
  const found = usePages('GET /api/v1/invoices', { query: { run: run.id, limit: 50 } })
  const last = usePages('GET /api/v1/invoices', { query: { month: monthBefore(run.month), limit: MOST } })
  const before = last.data === undefined || last.hasNextPage ? null : beforeOf(last.items)
  const all = (
    <Link className={classes.link} to="/invoices" search={{ run: run.id } as never}>
      {t('allOf')}
    </Link>
  )
  return (
    <Panel id="documents" title={t(run.state === 'issued' ? 'issuedOnes' : 'proposals')} actions={all} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noDrafts')}</div>
      )}
      {found.items.map((one) => (
        <Draft key={one.id} draft={one} before={before} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          …
        </Button>
      )}
    </Panel>
  )
}

interface DraftProps {
  draft: InvoiceListView
  before: ReadonlyMap<string, number> | null
}

function Draft({ draft, before }: DraftProps) {
  const t = useWords(runs)
  const { locale } = useLanguage()
  const last = before?.get(`${draft.account_id} ${draft.currency}`)
  const isNote = draft.kind === 'credit_note'
  return (
    <div className={classes.line}>
      <span>
        <Link className={classes.link} to="/invoices/$id" params={{ id: draft.id }}>
          {draft.account}
        </Link>
        {draft.number && <span className={classes.dim}> · {draft.number}</span>}
      </span>
      <div className={classes.amounts}>
        <Money of={isNote ? `-${draft.net}` : draft.net} currency={draft.currency} />
        {before !== null && (
          <div className={classes.dim}>
            {last === undefined
              ? t('first')
              : t('before', { amount: money(last.toFixed(2), draft.currency, locale) })}
          </div>
        )}
      </div>
    </div>
  )
}
