import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { runs } from '@wattfleet/words/runs.ts'
import classes from './sessions.module.css'

/** What is wrong comes first: by the law on measures it may not be billed, and why; below it stands what to do. */
export function HeldLine({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  const word = useWordFor(runs)
  const { metrology } = session
  if (metrology?.state !== 'held') return null
  const code = metrology.code ?? ''
  return (
    <div className={classes.doubt}>
      <State state="doubtful" word={t('held')} /> · {Object.hasOwn(runs, code) ? word(code) : metrology.text}{' '}
      <a className={classes.link} href="#measured">
        {t('todo')}
      </a>
    </div>
  )
}
