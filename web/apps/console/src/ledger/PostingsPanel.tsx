import { Button, CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { PostingView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { type Filters, useFilters } from '@wattfleet/ui/list/filters.ts'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { EntrySheet } from './EntrySheet.tsx'
import { Follows } from './Follows.tsx'
import classes from './ledger.module.css'
import { useAccountName } from './names.ts'

/** The postings behind a balance, the newest first; each opens to its entry and to what it follows from. */
export function PostingsPanel() {
  const { account } = useParams({ from: '/ledger/$account' })
  const t = useWords(ledger)
  const c = useWords(common)
  const nameOf = useAccountName()
  const [filters] = useFilters()
  const found = usePages('GET /api/v1/ledger/postings', {
    query: { account, to: filters.on, sort: '-booked_on' },
  })
  return (
    <Page
      title={nameOf(account)}
      note={filters.on && <Day of={filters.on} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => (
            <Link to="/ledger" search={((before: Filters) => before) as never} {...props} />
          )}
        />
      }
    >
      <Panel title={t('postings')} flush>
        {found.data === undefined && waiting(found)}
        {found.data !== undefined && found.items.length === 0 && (
          <div className={`${classes.line} ${classes.dim}`}>{t('noPostings')}</div>
        )}
        {found.items.map((one) => (
          <Posting key={one.id} posting={one} />
        ))}
        {found.hasNextPage && (
          <div className={classes.line}>
            <Button
              variant="subtle"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {c('more')}
            </Button>
          </div>
        )}
      </Panel>
      {account.startsWith('receivable:') && (
        <Link
          className={classes.link}
          to="/open-items/$account"
          params={{ account: account.slice('receivable:'.length) }}
        >
          {t('openItems')}
        </Link>
      )}
    </Page>
  )
}

function Posting({ posting }: { posting: PostingView }) {
  const t = useWords(ledger)
  const source = useWordFor(ledger, 'source_')
  return (
    <div className={classes.line}>
      <span>
        <Day of={posting.booked_on} /> ·{' '}
        <Follows source={posting.source} id={posting.source_id} session={posting.session_id}>
          {source(posting.source)} {posting.source === 'rating' ? '' : posting.text}
        </Follows>
      </span>
      <Explain
        title={`${t('entry')} · ${posting.text || source(posting.source)}`}
        why={() => <EntrySheet id={posting.entry_id} />}
      >
        <Money of={posting.amount} currency={posting.currency} />
      </Explain>
    </div>
  )
}
