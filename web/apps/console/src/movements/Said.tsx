import { Button, TextInput } from '@mantine/core'
import type { BankMovementView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { Decided } from '@wattfleet/ui/draft/Outcome.tsx'
import { useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
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
  const seen = useSeen(movement.version, reason !== '')
  const what = how === 'aside' ? t('asideWhat') : t(paid ? 'reopenPaid' : 'reopenAside')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const path = { id: movement.id }
    change.mutate({ path, version: seen.version, body: { reason: reason.trim() } })
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
        <Decided of={seen} change={change} about={['movement', movement.id]} />
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
