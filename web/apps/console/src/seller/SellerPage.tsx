import { Button } from '@mantine/core'
import { versionOf } from '@wattfleet/api/call.ts'
import type { Seller } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange, useFound } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import { shell } from '@wattfleet/words/shell.ts'
import type { FormEvent } from 'react'
import { Bank, Numbers, Place, Who } from './Basics.tsx'
import { LookAndTexts } from './LookAndTexts.tsx'
import { OtherMoney } from './OtherMoney.tsx'
import { Preview } from './Preview.tsx'
import { Said } from './Said.tsx'
import classes from './seller.module.css'

const FRESH: Seller = { name: '', address: {} }

/** Who sells: one page with all that stands on invoices beside their lines. */
export function SellerPage() {
  const pages = useWords(shell)
  const t = useWords(words)
  const may = useMay()('billing:write')
  const query = useFound('GET /api/v1/seller', {})
  const setUp = useCall('GET /api/v1/setup', {})
  const isNew = query.data === null
  if (query.data === undefined) return <Page title={pages('seller')}>{waiting(query)}</Page>
  if (setUp.data === undefined) return <Page title={pages('seller')}>{waiting(setUp)}</Page>
  const { company, country } = setUp.data
  const first = query.data ?? {
    ...FRESH,
    name: company?.name ?? '',
    address: { country: company?.country ?? country },
    vat_number: company?.vat_number ?? '',
  }
  return (
    <Page title={pages('seller')} note={isNew ? undefined : query.data?.name}>
      {isNew && <span className={classes.dim}>{t('empty')}</span>}
      {may ? <Edit first={first} read={query.data} /> : query.data && <Said seller={query.data} />}
    </Page>
  )
}

function Edit({ first, read }: { first: Seller; read: Seller | null }) {
  const t = useWords(words)
  const label = useLabel(words)
  const kept = useDraft(first, versionOf(read) ?? 0)
  const put = useChange('PUT /api/v1/seller', ['/api/v1/seller', '/api/v1/invoice-runs'])
  const { error } = put
  const { value: draft, set } = kept
  const submit = (event: FormEvent) => {
    event.preventDefault()
    put.mutate(
      { body: draft, version: kept.version },
      { onSuccess: (made) => kept.saved(made, versionOf(made) ?? kept.version) },
    )
  }
  const part = { draft, set, error }
  return (
    <div className={classes.page}>
      <form className={classes.form} onSubmit={submit}>
        <Who {...part} />
        <Place {...part} />
        <Bank {...part} />
        <LookAndTexts {...part} />
        <Numbers {...part} />
        <OtherMoney {...part} />
        <Outcome of={kept} change={put} label={label} about={['seller']} />
        <div className={classes.row} style={{ alignItems: 'center' }}>
          <Button type="submit" loading={put.isPending} disabled={!draft.name.trim()}>
            {t('save')}
          </Button>
          {put.isSuccess && !kept.touched && <output>{t('saved')}</output>}
          <small className={classes.dim}>{t('keepWhat')}</small>
        </div>
      </form>
      <Preview seller={draft} known={read !== null} />
    </div>
  )
}
