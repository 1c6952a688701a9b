import { Button, CloseButton } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { AccountView, ContractView, ContractWish } from '@wattfleet/api/generated/shapes.ts'
import { LOOK_AGAIN_MS, useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
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
  const payer = useCall('GET /api/v1/accounts/{id}', { path: { id: account } })
  return payer.data === undefined ? waiting(payer) : <New payer={payer.data} />
}

function New({ payer }: { payer: AccountView }) {
  const t = useWords(accounts)
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/contracts', TOUCHES)
  const { id } = payer
  const draft = useDraft<ContractWish>({
    account_id: id,
    name: '',
    currency: payer.currency,
    valid_from: `${today(new Date()).slice(0, 7)}-01`,
    fees: [{ kind: 'monthly', text: '', price: '' }],
  })
  return (
    <Page title={t('newContract')} note={payer.name} actions={<ToAccount id={id} />}>
      <ContractForm
        kept={draft}
        submit={t('makeContract')}
        change={create}
        onSubmit={(body) =>
          create.mutate({ body }, { onSuccess: () => void navigate({ to: '/accounts/$id', params: { id } }) })
        }
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/contracts/{id}', { path: { id } }, { everyMs: LOOK_AGAIN_MS })
  if (query.data === undefined) return waiting(query)
  return <Known contract={query.data} />
}

function Known({ contract }: { contract: ContractView }) {
  const t = useWords(accounts)
  const { locale } = useLanguage()
  const may = useMay()('billing:write')
  const navigate = useNavigate()
  const change = useChange('PATCH /api/v1/contracts/{id}', TOUCHES)
  const remove = useChange('DELETE /api/v1/contracts/{id}', ['/api/v1/contracts$'])
  const { id, version, account_id, currency } = contract
  const draft = useDraft(contract as ContractWish, version)
  const toAccount = () => void navigate({ to: '/accounts/$id', params: { id: account_id } })
  return (
    <Page title={contract.name} note={t('contract')} actions={<ToAccount id={account_id} />}>
      {may ? (
        <>
          <span className={classes.dim}>{t('contractHelp')}</span>
          <ContractForm
            kept={draft}
            submit={t('save')}
            change={change}
            about={['contract', id]}
            onSubmit={({ name, fees, valid_from, valid_until, note }) =>
              change.mutate(
                {
                  path: { id },
                  version: draft.version,
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
