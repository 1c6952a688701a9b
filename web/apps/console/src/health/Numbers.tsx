import type { HealthFactsView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Inner, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { bytes, count } from '@wattfleet/ui/show/numbers.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { health } from '@wattfleet/words/health.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import { growth } from './growth.ts'
import classes from './health.module.css'

interface Of {
  facts: HealthFactsView
}

/** How full it is and when it will be: what was measured, and what follows from it. */
export function Disk({ facts: { disk, database, samples } }: Of) {
  const t = useWords(health)
  const { locale } = useLanguage()
  const size = (n: number | null) => (n === null ? '—' : bytes(n, locale))
  return (
    <Panel title={`${t('disk')} · ${t('database')}`}>
      <Facts
        of={[
          disk && [t('free'), `${size(disk.free_bytes)} ${t('ofAll', { n: size(disk.total_bytes) })}`],
          disk && [
            t('daysLeft'),
            disk.days_left === null ? (
              t('notFilling')
            ) : (
              <Explain
                key="d"
                title={t('daysLeft')}
                why={() => <HowFull free={disk.free_bytes} samples={samples} />}
              >
                {t('days', { n: Math.floor(disk.days_left) })}
              </Explain>
            ),
          ],
          database && [t('database'), database.kind],
          database && [t('size'), size(database.bytes)],
        ]}
      />
    </Panel>
  )
}

interface HowFullProps {
  free: number | null
  samples: HealthFactsView['samples']
}

/** What is free, by how much that shrinks in a day, and between which two looks it was seen. */
function HowFull({ free, samples }: HowFullProps) {
  const t = useWords(health)
  const { locale } = useLanguage()
  const seen = growth(samples)
  return (
    <>
      <Facts
        of={[
          [t('free'), free === null ? '—' : bytes(free, locale)],
          seen !== null && [t('shrinks'), t('aDay', { n: bytes(seen.perDay, locale) })],
          seen !== null && [
            t('seenFrom'),
            <span key="s">
              <When at={seen.from} as="exact" /> – <When at={seen.to} as="exact" />
            </span>,
          ],
          [t('looks'), samples.length],
        ]}
      />
      <p>{t('fullHow')}</p>
    </>
  )
}

/** Whether a fleet comes back at once, and who has to wait then. */
export function Arrivals({ facts: { arrivals } }: Of) {
  const t = useWords(health)
  const { locale } = useLanguage()
  if (arrivals === null) return null
  const { connected, in_line, places, came, left, turned, storm } = arrivals
  const state = <State state={storm ? 'preparing' : 'available'} word={t(storm ? 'storm' : 'calm')} />
  return (
    <Panel title={t('arrivals')} actions={state}>
      <Facts
        of={[
          [
            t('connectedNow'),
            <Inner key="c" className={classes.link} href="/stations?connected=true">
              {count(connected, locale)}
            </Inner>,
          ],
          [
            t('cameAndLeft'),
            <Explain key="l" title={t('cameAndLeft')} why={() => <p>{t('cameHow')}</p>}>
              {`${count(came, locale)} · ${count(left, locale)}`}
            </Explain>,
          ],
          [
            t('inLine'),
            <Explain key="w" title={t('inLine')} why={() => <p>{t('inLineHow', { n: places })}</p>}>
              {t('ofPlaces', { n: count(in_line, locale), all: count(places, locale) })}
            </Explain>,
          ],
          [
            t('turned'),
            <Explain key="t" title={t('turned')} why={() => <p>{t('turnedHow')}</p>}>
              {count(turned, locale)}
            </Explain>,
          ],
        ]}
      />
    </Panel>
  )
}

type Waiting = 'oldestFrame' | 'unread' | 'unrated' | 'outbox'

/** What has come and is not done yet. */
export function Work({ facts: { work } }: Of) {
  const t = useWords(health)
  const opened = (name: Waiting, shown: ReactNode, since: string | null = null) => (
    <Explain title={t(name)} why={() => <Waits name={name} since={since} />}>
      {shown}
    </Explain>
  )
  return (
    <Panel title={t('work')}>
      <Facts
        of={[
          [
            t('oldestFrame'),
            work.oldest_frame_ms === null ? '—' : opened('oldestFrame', t('ms', { n: work.oldest_frame_ms })),
          ],
          [t('unread'), opened('unread', work.unread_frames)],
          [t('unrated'), opened('unrated', work.unrated_sessions, work.unrated_since)],
          [t('outbox'), opened('outbox', work.outbox_waiting, work.outbox_oldest_at)],
        ]}
      />
    </Panel>
  )
}

const LEADS: Readonly<Record<Waiting, string>> = {
  oldestFrame: '/messages',
  unread: '/messages',
  unrated: '/sessions',
  outbox: '/channels',
}

/** What is counted, since when the oldest waits, and where one looks. */
function Waits({ name, since }: { name: Waiting; since: string | null }) {
  const t = useWords(health)
  return (
    <>
      <p>{t(`${name}How`)}</p>
      {since !== null && <Facts of={[[t('oldest'), <When key="o" at={since} as="exact" />]]} />}
      <p>
        <Inner className={classes.link} href={LEADS[name]}>
          {t(`${name}Look`)}
        </Inner>
      </p>
    </>
  )
}
