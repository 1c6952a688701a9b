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
  const thing = useThing(hold)
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
        <State state="doubtful" word={thing} />
        <div>{known ? word(hold.code) : hold.text}</div>
        <div className={classes.dim}>
          {hold.code.startsWith('document') || hold.code === 'vat_unknown' ? `${hold.text} ` : ''}
          <Mend hold={hold} /> · <Explain title={thing} why={why} />
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
  const place = placeOf(hold)
  const to = place ?? (hold.account_id === null ? PLACES.payer : PLACES.account)
  return (
    <Link className={classes.link} to={to.path as never} params={{ id: hold.account_id } as never}>
      {t(to.word)}
    </Link>
  )
}

const PLACES = {
  account: { path: '/accounts/$id', word: 'toAccount' },
  payer: { path: '/accounts', word: 'toPayers' },
  doubts: { path: '/doubts', word: 'toDoubts' },
  seller: { path: '/seller', word: 'toSeller' },
  sites: { path: '/sites', word: 'toSites' },
  tariffs: { path: '/tariffs', word: 'toTariffs' },
} as const

/** The screen that mends it, where that is not the account's. */
function placeOf({ code, hint }: HoldView) {
  if (code === 'in_review') return PLACES.doubts
  if (code === 'exchange_rate_missing' || hint.includes('/seller')) return PLACES.seller
  if (hint.includes('wattfleet sites')) return PLACES.sites
  if (code === 'price_missing' || hint.includes('of the tariff')) return PLACES.tariffs
  return null
}

/** `token 04AABBCC` in the reader's words; an account by its id is named by its link. */
function useThing(hold: HoldView): string {
  const word = useWordFor(runs)
  if (/^account [0-9a-f-]{36}$/.test(hold.thing)) return word(`thing_${hold.code}`)
  return hold.thing.replace(/^(token|station) /, (_, noun: string) => `${word(noun)} `)
}
