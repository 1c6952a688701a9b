import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { HoldView, RunView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Nets } from '@wattfleet/ui/show/Books.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import classes from './runs.module.css'

/** What the run does not invoice: each with its sentence, and where to mend it. */
export function Holds({ run }: { run: RunView }) {
  const t = useWords(runs)
  const found = usePages('GET /api/v1/invoice-runs/{id}/holds', {
    path: { id: run.id },
    query: { limit: 50 },
  })
  return (
    <Panel title={t('holds')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noHolds')}</div>
      )}
      {found.items.map((one) => (
        <Held key={one.id} hold={one} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          …
        </Button>
      )}
    </Panel>
  )
}

function Held({ hold }: { hold: HoldView }) {
  const t = useWords(runs)
  const word = useWordFor(runs)
  const known = Object.hasOwn(runs, hold.code)
  const why = () => (
    <Facts
      of={[
        [t('saidBy'), hold.text],
        [t('todo'), hold.hint],
      ]}
    />
  )
  return (
    <div className={classes.line}>
      <div>
        <State state="doubtful" word={thingOf(hold)} />
        <div>{known ? word(hold.code) : hold.text}</div>
        <div className={classes.dim}>
          {hold.code.startsWith('document') || hold.code === 'vat_unknown' ? `${hold.text} ` : ''}
          <Mend hold={hold} /> · <Explain title={thingOf(hold)} why={why} />
        </div>
      </div>
      <div className={classes.amounts}>
        <Nets of={hold.nets} />
        {hold.sessions > 0 && <div className={classes.dim}>{t('sessions', { n: hold.sessions })}</div>}
      </div>
    </div>
  )
}

/** Where it is put right. */
function Mend({ hold }: { hold: HoldView }) {
  const t = useWords(runs)
  if (hold.code === 'in_review') {
    return (
      <Link className={classes.link} to="/doubts">
        {t('toDoubts')}
      </Link>
    )
  }
  if (hold.code === 'exchange_rate_missing') {
    return (
      <Link className={classes.link} to="/seller">
        {t('toSeller')}
      </Link>
    )
  }
  if (hold.account_id !== null) {
    return (
      <Link className={classes.link} to="/accounts/$id" params={{ id: hold.account_id }}>
        {t('toAccount')}
      </Link>
    )
  }
  return (
    <Link className={classes.link} to="/accounts">
      {t('toPayers')}
    </Link>
  )
}

/** `token 04AABBCC` as it is; an account by its id is named by its link. */
function thingOf(hold: HoldView): string {
  return hold.thing.replace(/^account [0-9a-f-]{36}$/, hold.code.replaceAll('_', ' '))
}
