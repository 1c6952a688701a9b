import { Button, Checkbox, CloseButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { fetchFile, keep } from '@wattfleet/api/file.ts'
import type { CollectionView, DebitView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange, usePages } from '@wattfleet/api/queries.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { money } from '@wattfleet/ui/show/numbers.ts'
import { useReturned } from '@wattfleet/ui/show/returned.ts'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { nameOf } from '@wattfleet/ui/show/who.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { collections } from '@wattfleet/words/collections.ts'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { useAccountNames } from '../shell/accountNames.ts'
import classes from './collections.module.css'

const TOUCHES = ['/api/v1/collections', '/api/v1/mandates', '/api/v1/invoices']
const LOOKS: Readonly<Record<DebitView['state'], string>> = {
  waiting: 'open',
  booked: 'paid',
  returned: 'failed',
  cancelled: 'closed',
}

/** One collection: its file for the bank, and what became of each debit. */
export function CollectionPanel() {
  const { id } = useParams({ from: '/collections/$id' })
  const query = useCall('GET /api/v1/collections/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={id} collection={query.data} />
}

function Known({ collection }: { collection: CollectionView }) {
  const t = useWords(collections)
  const c = useWords(common)
  const may = useMay()('billing:write')
  const { locale } = useLanguage()
  const debits = usePages('GET /api/v1/collections/{id}/debits', { path: { id: collection.id } })
  const { currency, id, state } = collection
  const untouched = debits.items.length > 0 && debits.items.every((one) => one.state === 'waiting')
  return (
    <Page
      title={t('of', { day: dayText(collection.due_on, locale) })}
      note={<State state={state === 'made' ? 'sent' : 'closed'} word={t(state)} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/collections" search={(before) => before} {...props} />}
        />
      }
    >
      <div className={classes.figures}>
        <Figure label={t('total')} to="#debits">
          <Money of={collection.total} currency={currency} />
        </Figure>
        <Figure label={t('debits')} to="#debits">
          {collection.debits}
        </Figure>
      </div>
      <File collection={collection} />
      <Panel id="debits" title={t('debits')} flush>
        {debits.data === undefined && waiting(debits)}
        {debits.items.map((one) => (
          <Debit key={one.id} debit={one} currency={currency} />
        ))}
        {debits.hasNextPage && (
          <Button variant="subtle" onClick={() => void debits.fetchNextPage()}>
            …
          </Button>
        )}
      </Panel>
      <Facts
        of={[
          [t('madeAt'), <When key="m" at={collection.made_at} as="exact" />],
          ['', nameOf(collection.made_by)],
        ]}
      />
      {may && state === 'made' && untouched && <CallOff id={id} collection={collection} />}
    </Page>
  )
}

function File({ collection }: { collection: CollectionView }) {
  const t = useWords(collections)
  const file = useMutation({
    mutationFn: async () =>
      keep(await fetchFile('GET /api/v1/collections/{id}/file', { path: { id: collection.id } })),
  })
  if (collection.state === 'cancelled') return <div className={classes.notice}>{t('notGive')}</div>
  if (collection.redacted_at !== null)
    return (
      <div className={classes.notice}>
        {t('redacted')} <When at={collection.redacted_at} as="exact" />
      </div>
    )
  return (
    <Panel title={t('file')} flush>
      <div className={lines.deed}>
        <div>
          <Button loading={file.isPending} onClick={() => file.mutate()}>
            {t('download')}
          </Button>
        </div>
        <span className={classes.hash}>{t('same', { hash: collection.sha256 })}</span>
        <Refused error={file.error} />
      </div>
    </Panel>
  )
}

function Debit({ debit, currency }: { debit: DebitView; currency: string }) {
  const t = useWords(collections)
  const sequence = useWordFor(collections, 'seq_')
  const name = useAccountNames()(debit.account_id)
  const returned = useReturned()
  return (
    <div className={`${lines.item} ${lines.line}`}>
      <span>
        <Link className={classes.link} to="/invoices/$id" params={{ id: debit.invoice_id }}>
          {debit.number}
        </Link>{' '}
        · {name}
        <span className={classes.dim}>
          {' '}
          · {t('by', { mandate: debit.mandate })} · {sequence(debit.sequence)}
        </span>
        <div>
          <State state={LOOKS[debit.state]} word={t(`is_${debit.state}`)} />
          {debit.settled_on && (
            <span className={classes.dim}>
              {' '}
              · <Day of={debit.settled_on} />
            </span>
          )}
          {debit.reason && <span className={classes.bad}> · {returned(debit.reason)}</span>}
        </div>
      </span>
      <Money of={debit.amount} currency={currency} />
    </div>
  )
}

function CallOff({ id, collection }: { id: string; collection: CollectionView }) {
  const t = useWords(collections)
  const { locale } = useLanguage()
  const [sure, setSure] = useState(false)
  const cancel = useChange('POST /api/v1/collections/{id}/cancel', TOUCHES)
  const amount = money(collection.total, collection.currency, locale)
  return (
    <Panel title={t('cancel')} flush>
      <div className={lines.deed}>
        <span className={classes.dim}>{t('cancelWhat', { n: collection.debits, amount })}</span>
        <Checkbox
          label={t('cancelSure')}
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        <Refused error={cancel.error} />
        <div>
          <Button
            color="red"
            disabled={!sure}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ path: { id } } as never)}
          >
            {t('cancel')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}
