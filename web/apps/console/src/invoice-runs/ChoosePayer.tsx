import { Button, NativeSelect } from '@mantine/core'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { type FormEvent, useState } from 'react'
import classes from './runs.module.css'

/** Who pays for a card, said where it is missed. */
export function ChoosePayer({ token }: { token: string }) {
  const t = useWords(runs)
  const [account, setAccount] = useState('')
  const found = usePages('GET /api/v1/accounts', { query: { sort: 'name', limit: 1000 } })
  const create = useChange('POST /api/v1/payers', ['/api/v1/payers'])
  if (found.data === undefined) return waiting(found)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ body: { account_id: account, by: 'token', value: token } })
  }
  const name = found.items.find((one) => one.id === account)?.name ?? ''
  return (
    <form className={classes.form} onSubmit={submit}>
      <span className={classes.dim}>{t('payerWhat')}</span>
      <NativeSelect
        label={t('payer')}
        value={account}
        data={[
          { value: '', label: t('chooseOne') },
          ...found.items.map((one) => ({ value: one.id, label: `${one.name} · ${one.number}` })),
        ]}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <Refused error={create.error} />
      {create.isSuccess ? (
        <output>{t('payerDone', { name })}</output>
      ) : (
        <div>
          <Button type="submit" disabled={!account} loading={create.isPending}>
            {t('payerDo')}
          </Button>
        </div>
      )}
    </form>
  )
}
