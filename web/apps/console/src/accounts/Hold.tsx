import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { AccountView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Decided } from '@wattfleet/ui/draft/Outcome.tsx'
import { useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { accounts } from '@wattfleet/words/accounts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './accounts.module.css'

/** Whether it is invoiced now; one that was invoiced never goes, one that was not can be removed. */
export function Hold({ account }: { account: AccountView }) {
  const t = useWords(accounts)
  const may = useMay()('billing:write')
  const navigate = useNavigate()
  const [why, setWhy] = useState<string | null>(null)
  const change = useChange('PATCH /api/v1/accounts/{id}', ['/api/v1/accounts'])
  const remove = useChange('DELETE /api/v1/accounts/{id}', ['/api/v1/accounts$'])
  const { id, version } = account
  const seen = useSeen(version, why !== null)
  const hold = (on_hold: string) =>
    change.mutate(
      { path: { id }, version: seen.version, body: { on_hold } },
      { onSuccess: () => setWhy(null) },
    )
  const gone = () =>
    remove.mutate({ path: { id }, version }, { onSuccess: () => void navigate({ to: '/accounts' }) })
  if (account.on_hold) {
    return (
      <div className={classes.notice}>
        <span>{t('onHold', { why: account.on_hold })}</span>
        {may && (
          <Button variant="default" loading={change.isPending} onClick={() => hold('')}>
            {t('holdOff')}
          </Button>
        )}
        <Refused error={change.error} />
      </div>
    )
  }
  if (!may) return null
  if (why === null) {
    return (
      <div className={classes.row}>
        <Button variant="subtle" onClick={() => setWhy('')}>
          {t('hold')}
        </Button>
        <Button variant="subtle" loading={remove.isPending} title={t('removeWhat')} onClick={gone}>
          {t('remove')}
        </Button>
        <Refused error={remove.error} />
      </div>
    )
  }
  return (
    <div className={classes.notice}>
      <TextInput
        label={t('holdWhy')}
        description={t('holdWhat')}
        w={320}
        value={why}
        error={fieldError(change.error, 'on_hold')}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Button disabled={!why.trim()} loading={change.isPending} onClick={() => hold(why.trim())}>
        {t('holdDo')}
      </Button>
      <Button variant="subtle" onClick={() => setWhy(null)}>
        {t('cancel')}
      </Button>
      <Decided of={seen} change={change} about={['account', id]} />
    </div>
  )
}
