import { Button, CloseButton } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { AccountView, AccountWish, SetUpView } from '@wattfleet/api/generated/shapes.ts'
import { LOOK_AGAIN_MS, useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { Reminded } from '../shell/Reminded.tsx'
import { AccountForm, useVatWords } from './AccountForm.tsx'
import { AccountInvoices } from './AccountInvoices.tsx'
import classes from './accounts.module.css'
import { Contracts } from './Contracts.tsx'
import { Hold } from './Hold.tsx'
import { Mandates } from './Mandates.tsx'
import { Payers } from './Payers.tsx'

const TOUCHES = ['/api/v1/accounts']

/** One account: who it is, what it pays for, what was agreed, what it was invoiced; or a new one. */
export function AccountPanel() {
  const { id } = useParams({ from: '/accounts/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const setUp = useCall('GET /api/v1/setup', {})
  if (setUp.data === undefined) return waiting(setUp)
  return <New setUp={setUp.data} />
}

function New({ setUp }: { setUp: SetUpView }) {
  const t = useWords(accounts)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/accounts', TOUCHES)
  const draft = useDraft<AccountWish>({
    name: '',
    kind: 'company',
    currency: setUp.company?.currency || setUp.currency || 'EUR',
    language,
    address: { country: setUp.company?.country || setUp.country || '' },
  })
  return (
    <Page title={t('make')} actions={<ToList />}>
      <AccountForm
        kept={draft}
        submit={t('create')}
        change={create}
        onSubmit={(body) =>
          create.mutate(
            { body },
            { onSuccess: (made) => void navigate({ to: '/accounts/$id', params: { id: made.id } }) },
          )
        }
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/accounts/{id}', { path: { id } }, { everyMs: LOOK_AGAIN_MS })
  if (query.data === undefined) return waiting(query)
  return <Known account={query.data} />
}

function Known({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const may = useMay()
  const [editing, setEditing] = useState(false)
  const edit = may('billing:write') && !editing && (
    <Button variant="default" onClick={() => setEditing(true)}>
      {t('edit')}
    </Button>
  )
  return (
    <Page
      title={account.name}
      note={account.on_hold ? <State state="on_hold" /> : account.number}
      actions={
        <>
          {edit}
          <ToList />
        </>
      }
    >
      <Hold account={account} />
      {editing ? <Edit account={account} onDone={() => setEditing(false)} /> : <About account={account} />}
      <Payers account={account} />
      <Contracts account={account} />
      <Mandates account={account} />
      <AccountInvoices account={account} />
      <Reminded account={account.id} />
    </Page>
  )
}

function Edit({ account, onDone }: { account: AccountView; onDone: () => void }) {
  const t = useWords(accounts)
  const change = useChange('PATCH /api/v1/accounts/{id}', TOUCHES)
  const { id, version, ...wish } = account
  const draft = useDraft(wish as AccountWish, version)
  return (
    <Panel title={t('edit')} actions={<small className={classes.dim}>{t('keepWhat')}</small>}>
      <AccountForm
        kept={draft}
        submit={t('save')}
        change={change}
        about={['account', id]}
        onSubmit={(body) =>
          change.mutate({ path: { id }, version: draft.version, body }, { onSuccess: onDone })
        }
        onCancel={onDone}
      />
    </Panel>
  )
}

function ToList() {
  const t = useWords(accounts)
  return (
    <CloseButton
      aria-label={t('close')}
      renderRoot={(props) => <Link to="/accounts" search={(before) => before} {...props} />}
    />
  )
}

function About({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const word = useWordFor(accounts)
  const vat = useVatWords()
  const { street, street2, postcode, town, country } = account.address
  const address = [street, street2, [postcode, town].filter(Boolean).join(' '), country]
  const number = account.vat_number && (
    <span key="v">
      {account.vat_number}
      <div className={classes.good}>✓ {vat.right(account.vat_number.slice(0, 2).replace('EL', 'GR'))}</div>
    </span>
  )
  const plain = (label: string, value: string) => value !== '' && ([label, value] as const)
  return (
    <Panel title={t('who')}>
      <Facts
        of={[
          [t('kind'), word(account.kind)],
          [t('where'), address.filter(Boolean).join(', ') || '—'],
          [t('vatNumber'), number || '—'],
          plain(t('registration'), account.registration),
          account.dealer && ['', t('dealer')],
          plain(t('email'), account.email),
          plain(t('contact'), account.contact),
          [t('syntax'), word(`as_${account.syntax}`)],
          [t('sending'), word(`send_${account.sending}`)],
          plain(t('sendTo'), account.send_to.join(', ')),
          plain(t('routing'), account.routing),
          plain(t('buyerReference'), account.buyer_reference),
          [t('language'), word(account.language)],
          [t('currency'), account.currency],
          [t('paymentDays'), t('paymentText', { n: account.payment_days })],
          [t('grouping'), word(`by_${account.grouping}`)],
          plain(t('costCentre'), account.cost_centre),
          plain(t('note'), account.note),
        ]}
      />
    </Panel>
  )
}
