import { Button, Textarea } from '@mantine/core'
import { type About, Decided } from '@wattfleet/ui/draft/Outcome.tsx'
import { useSeen } from '@wattfleet/ui/draft/useDraft.ts'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './doubts.module.css'

export interface Deed {
  word: keyof typeof doubts & string
  /** What it means, said before it is done. */
  consequence?: keyof typeof doubts & string
  quiet?: boolean
  /** At the version that was looked at. */
  run: (reason: string, version: number) => void
}

interface DecideProps {
  deeds: readonly Deed[]
  changes: readonly { isPending: boolean; error: unknown; submittedAt: number }[]
  /** The version of what is decided upon, and what acts call it. */
  version: number
  about: About
}

/** A decision needs its reason; what follows from it is said beside the button. */
export function Decide({ deeds, changes, version, about }: DecideProps) {
  const t = useWords(doubts)
  const [reason, setReason] = useState('')
  const [sentAt, setSentAt] = useState<number | null>(null)
  const [change] = [...changes].sort((a, b) => b.submittedAt - a.submittedAt)
  const { error = null, isPending = false } = change ?? {}
  const seen = useSeen(version, reason !== '')
  // It is decided: what comes next has its own reason.
  if (sentAt !== null && !isPending && !error && version > sentAt) {
    setSentAt(null)
    setReason('')
  }
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
      <Decided of={seen} change={{ error, isPending }} about={about} />
      {deeds.map((one) => (
        <div key={one.word} className={classes.buttons}>
          <Button
            variant={one.quiet ? 'default' : 'filled'}
            disabled={!said}
            loading={isPending}
            onClick={() => {
              setSentAt(seen.version)
              one.run(reason.trim(), seen.version)
            }}
          >
            {t(one.word)}
          </Button>
          {one.consequence && <span className={classes.dim}>{t(one.consequence)}</span>}
        </div>
      ))}
    </div>
  )
}
