import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { HoldView, RunView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Nets } from '@wattfleet/ui/show/Books.tsx'
import { forScreen } from '@wattfleet/ui/show/inSentences.ts'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { documents } from '@wattfleet/words/documents.ts'
import { signed } from '@wattfleet/words/generated/signed.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { runs } from '@wattfleet/words/runs.ts'
import { said } from '@wattfleet/words/said.ts'
import { ChoosePayer } from './ChoosePayer.tsx'
import { isAccount, placeOf, stationOf, tokenOf } from './mending.ts'
import classes from './runs.module.css'

/** What the run does not invoice: each kind with its sentence, below it the things, each with where to mend it. */
export function Holds({ run }: { run: RunView }) {
  const t = useWords(runs)
  const found = usePages('GET /api/v1/invoice-runs/{id}/holds', {
    path: { id: run.id },
    query: { sort: 'code', limit: 100 },
  })
  const codes = [...new Set(found.items.map((one) => one.code))]
  return (
    <Panel id="holds" title={t('holds')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noHolds')}</div>
      )}
      {codes.map((code) => (
        <Kind key={code} code={code} holds={found.items.filter((one) => one.code === code)} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Panel>
  )
}

function Kind({ code, holds }: { code: string; holds: readonly HoldView[] }) {
  const word = useWordFor(runs)
  const known = Object.hasOwn(runs, code)
  return (
    <div className={classes.kind}>
      <div className={classes.why}>
        <Shape state="doubtful" />
        <span>{known ? word(code) : (holds[0]?.text ?? code)}</span>
      </div>
      {holds.map((one) => (
        <Held key={one.id} hold={one} />
      ))}
    </div>
  )
}

const book = { ...said, ...signed, ...documents }

/** Codes whose sentence says more than its kind does. */
const TELLING = /^(vat_unknown|document_|account_on_hold|signed_|price_(change|split)|time_not)/

function Held({ hold }: { hold: HoldView }) {
  const t = useWords(runs)
  const word = useWordFor(runs)
  const thing = useThing(hold)
  const why = () => (
    <Facts
      of={[
        [t('saidBy'), <Said key="s" text={hold.text} from={book} />],
        // What to do at a command line is no help here; the kind says what to do instead.
        [t('todo'), forScreen(hold.hint) ? <Said key="t" text={hold.hint} from={book} /> : word(hold.code)],
      ]}
    />
  )
  return (
    <div className={classes.line}>
      <div>
        <strong>{thing}</strong>
        {TELLING.test(hold.code) && (
          <div>
            <Said text={hold.text} from={book} />
          </div>
        )}
        <div className={classes.dim}>
          <Mend hold={hold} thing={thing} /> · <Explain title={thing} why={why} />
        </div>
      </div>
      <div className={classes.amounts}>
        <Nets of={hold.nets} />
        {hold.sessions > 0 && <div className={classes.dim}>{t('sessions', { n: hold.sessions })}</div>}
      </div>
    </div>
  )
}

/** Where it is put right; who pays for a card is said on the spot. */
function Mend({ hold, thing }: { hold: HoldView; thing: string }) {
  const t = useWords(runs)
  const may = useMay()
  const token = tokenOf(hold)
  if (token !== null && may('billing:write')) {
    return (
      <Explain title={thing} why={() => <ChoosePayer token={token} />}>
        {t('toPayers')}
      </Explain>
    )
  }
  const to = placeOf(hold)
  return (
    <Link
      className={classes.link}
      to={to.path as never}
      params={{ id: hold.account_id, identity: stationOf(hold) } as never}
      search={(to.word === 'toMeterKeys' ? { station: stationOf(hold) } : {}) as never}
    >
      {t(to.word)}
    </Link>
  )
}

/** `token 04AABBCC` in the reader's words; an account by its name. */
function useThing(hold: HoldView): string {
  const word = useWordFor(runs)
  const asked = isAccount(hold)
  const account = useCall(
    'GET /api/v1/accounts/{id}',
    { path: { id: hold.account_id ?? '' } },
    { enabled: asked },
  )
  if (asked) return account.data?.name ?? '…'
  return hold.thing.replace(/^(token|station) /, (_, noun: string) => `${word(noun)} `)
}
