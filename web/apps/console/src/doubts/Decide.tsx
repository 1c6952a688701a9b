import { Button, Textarea } from '@mantine/core'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './doubts.module.css'

export interface Deed {
  word: keyof typeof doubts & string
  /** What it means, said before it is done. */
  consequence?: keyof typeof doubts & string
  quiet?: boolean
  run: (reason: string) => void
}

interface DecideProps {
  deeds: readonly Deed[]
  busy: boolean
  error: unknown
}

/** A decision needs its reason; what follows from it is said beside the button. */
export function Decide({ deeds, busy, error }: DecideProps) {
  const t = useWords(doubts)
  const [reason, setReason] = useState('')
  const said = reason.trim().length >= 3
  return (
    <div className={classes.form}>
      <Textarea
        size="xs"
        label={t('reason')}
        description={t('reasonHelp')}
        autosize
        minRows={2}
        value={reason}
        error={fieldError(error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Refused error={error} />
      {deeds.map((one) => (
        <div key={one.word} className={classes.buttons}>
          <Button
            variant={one.quiet ? 'default' : 'filled'}
            disabled={!said}
            loading={busy}
            onClick={() => one.run(reason.trim())}
          >
            {t(one.word)}
          </Button>
          {one.consequence && <span className={classes.dim}>{t(one.consequence)}</span>}
        </div>
      ))}
    </div>
  )
}
