import { Button } from '@mantine/core'
import type { SessionView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { useFreshness } from '@wattfleet/live/live.tsx'
import { Loading } from '@wattfleet/ui/frame/States.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { ago } from '@wattfleet/ui/show/times.ts'
import { Energy, Lasting, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { driver } from '@wattfleet/words/driver.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './driver.module.css'
import { Foot } from './Foot.tsx'
import { Install } from './Install.tsx'
import { useKept } from './kept.ts'
import { LiveSession } from './LiveSession.tsx'

/** One question a screen: does my car charge, and what is it so far? Below it, the charges before. */
export function Home() {
  const t = useWords(driver)
  const me = useCall('GET /api/v1/my', {})
  const found = usePages('GET /api/v1/my/sessions', { query: { limit: 20 } }, { everyMs: 30_000 })
  const { items, at } = useKept('sessions', found.data === undefined ? 0 : found.dataUpdatedAt, found.items)
  const running = items?.find((one) => one.state === 'active')
  const past = items?.filter((one) => one.state !== 'active') ?? []
  return (
    <main className={classes.app}>
      <Stale since={at} />
      <h1 className={classes.title}>{t('title')}</h1>
      {items === undefined ? (
        <Unknown failed={found.isError} again={() => void found.refetch()} />
      ) : running ? (
        <LiveSession session={running} />
      ) : (
        <section className={classes.idle}>
          <p className={classes.big}>{t('nothing')}</p>
          <p className={classes.dim}>{t('nothingHow')}</p>
        </section>
      )}
      <h2 className={classes.head}>{t('history')}</h2>
      {items !== undefined && past.length === 0 && <p className={classes.dim}>{t('noHistory')}</p>}
      <ul className={classes.past}>
        {past.map((one) => (
          <Past key={one.id} session={one} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      <Install />
      <Foot card={me.data?.token ?? ''} signIn={me.data?.sign_in ?? null} />
    </main>
  )
}

/** Nothing is known yet: it is asked, or could not be asked. */
function Unknown({ failed, again }: { failed: boolean; again: () => void }) {
  const t = useWords(driver)
  if (!failed) return <Loading />
  return (
    <section className={classes.idle} role="alert">
      <p className={classes.big}>{t('failed')}</p>
      <Button variant="default" onClick={again}>
        {t('again')}
      </Button>
    </section>
  )
}

/** What is old says so. */
function Stale({ since }: { since: number | null }) {
  const t = useWords(driver)
  const { locale } = useLanguage()
  const fresh = useFreshness()
  const now = useNow()
  if (fresh.state !== 'stale' || since === null) return null
  return <output className={classes.stale}>{t('asOf', { when: ago(new Date(since), now, locale) })}</output>
}

function Past({ session }: { session: SessionView }) {
  const t = useWords(driver)
  return (
    <li className={classes.charge}>
      <div>
        <strong>{session.station}</strong>
        <div className={classes.dim}>
          <When at={session.started_at} /> · <Lasting from={session.started_at} to={session.ended_at} />
        </div>
      </div>
      <div className={classes.sum}>
        <strong>
          {session.cost ? <Money of={session.cost.amount} currency={session.cost.currency} /> : '—'}
        </strong>
        <div className={classes.dim}>
          {session.state === 'review' ? t('review') : <Energy wh={session.energy_wh} digits={2} />}
        </div>
      </div>
    </li>
  )
}
