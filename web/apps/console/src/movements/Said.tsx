import { Button, TextInput } from '@mantine/core'
import type { BankMovementView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { movements } from '@wattfleet/words/movements.ts'
import { type FormEvent, useState } from 'react'
import classes from './movements.module.css'
import { TOUCHES } from './touches.ts'

interface SaidProps {
  movement: BankMovementView
  how: 'aside' | 'reopen'
  /** Whether payments stand that were made of it. */
  paid?: boolean
}

/** A movement is put aside, or what was said of it is taken back: with the consequence, and a reason. */
export function Said({ movement, how, paid = false }: SaidProps) {
  const t = useWords(movements)
  const [reason, setReason] = useState('')
  const aside = useChange('POST /api/v1/movements/{id}/aside', TOUCHES)
  const reopen = useChange('POST /api/v1/movements/{id}/reopen', TOUCHES)
  const change = how === 'aside' ? aside : reopen
  const what = how === 'aside' ? t('asideWhat') : t(paid ? 'reopenPaid' : 'reopenAside')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ path: { id: movement.id }, body: { reason: reason.trim() } })
  }
  return (
    <Panel title={t(how === 'aside' ? 'asideTitle' : 'reopenTitle')} flush>
      <form className={lines.deed} onSubmit={submit}>
        <span className={classes.dim}>{what}</span>
        <TextInput
          label={t('reason')}
          required
          value={reason}
          error={fieldError(change.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused error={change.error} />
        <div>
          <Button
            type="submit"
            variant={how === 'aside' ? 'default' : 'filled'}
            color={how === 'reopen' && paid ? 'red' : undefined}
            loading={change.isPending}
            disabled={!reason.trim()}
          >
            {t(how === 'aside' ? 'asideDo' : 'reopenDo')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
