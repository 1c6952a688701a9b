import { Button, CloseButton } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { ContractView, ContractWish } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './accounts.module.css'
import { ContractForm } from './ContractForm.tsx'
import { feeSentence } from './feeSentence.ts'

const TOUCHES = ['/api/v1/contracts']

/** What was agreed with an account: its fees, and from when until when. */
export function ContractPanel() {
  const { id, contract } = useParams({ from: '/accounts/$id/contracts/$contract' })
  return contract === 'new' ? <Fresh account={id} /> : <Kept key={contract} id={contract} />
}

function Fresh({ account }: { account: string }) {
  const t = useWords(accounts)
  const navigate = useNavigate()
  const payer = useCall('GET /api/v1/accounts/{id}', { path: { id: account } })
  const create = useChange('POST /api/v1/contracts', TOUCHES)
  if (payer.data === undefined) return waiting(payer)
  const first: ContractWish = {
    account_id: account,
    name: '',
    currency: payer.data.currency,
    valid_from: `${today(new Date()).slice(0, 7)}-01`,
    fees: [{ kind: 'monthly', text: '', price: '' }],
  }
  return (
    <Page title={t('newContract')} note={payer.data.name} actions={<ToAccount id={account} />}>
      <ContractForm
        first={first}
        submit={t('makeContract')}
        busy={create.isPending}
        error={create.error}
        onSubmit={(body) =>
          create.mutate(
            { body },
            { onSuccess: () => void navigate({ to: '/accounts/$id', params: { id: account } }) },
          )
        }
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/contracts/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={query.data.version} contract={query.data} />
}

function Known({ contract }: { contract: ContractView }) {
  const t = useWords(accounts)
  const { locale } = useLanguage()
  const may = useMay()('billing:write')
  const navigate = useNavigate()
  const change = useChange('PATCH /api/v1/contracts/{id}', TOUCHES)
  const remove = useChange('DELETE /api/v1/contracts/{id}', ['/api/v1/contracts$'])
  const { id, version, account_id, currency } = contract
  const toAccount = () => void navigate({ to: '/accounts/$id', params: { id: account_id } })
  return (
    <Page title={contract.name} note={t('contract')} actions={<ToAccount id={account_id} />}>
      {may ? (
        <>
          <span className={classes.dim}>{t('contractHelp')}</span>
          <ContractForm
            first={contract as ContractWish}
            submit={t('save')}
            busy={change.isPending}
            error={change.error}
            onSubmit={({ name, fees, valid_from, valid_until, note }) =>
              change.mutate(
                {
                  path: { id },
                  version,
                  body: { name, fees, valid_from, valid_until: valid_until ?? null, note: note ?? '' },
                },
                { onSuccess: toAccount },
              )
            }
          />
          <div className={classes.row}>
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate({ path: { id }, version }, { onSuccess: toAccount })}
            >
              {t('removeContract')}
            </Button>
            <Refused error={remove.error} />
          </div>
        </>
      ) : (
        <Facts
          of={[
            [t('validFrom'), <Day key="f" of={contract.valid_from} />],
            contract.valid_until !== null && [t('validUntil'), <Day key="u" of={contract.valid_until} />],
            ...contract.fees.map((fee) => [fee.code, feeSentence(fee, currency, t, locale)] as const),
            contract.note !== '' && [t('note'), contract.note],
          ]}
        />
      )}
    </Page>
  )
}

function ToAccount({ id }: { id: string }) {
  const t = useWords(accounts)
  return (
    <CloseButton
      aria-label={t('toAccount')}
      renderRoot={(props) => <Link to="/accounts/$id" params={{ id }} {...props} />}
    />
  )
}
