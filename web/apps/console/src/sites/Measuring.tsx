import type { SiteMetrologyView, SiteView, UseMetrologyView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Inner, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { WhoAsks } from '@wattfleet/ui/frame/WhoAsks.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { Effect } from './Effect.tsx'
import { ruleOf } from './rules.ts'
import { SayOtherwise } from './SayOtherwise.tsx'
import classes from './sites.module.css'

/** What the law, or whoever runs the site, asks of measuring here, in sentences; and what follows from it. */
export function Measuring({ site }: { site: SiteView }) {
  const t = useWords(measuring)
  const query = useCall('GET /api/v1/sites/{id}/metrology', { path: { id: site.id } })
  return (
    <Panel title={t('siteTitle')} flush>
      {query.data === undefined ? waiting(query) : <Known site={site} found={query.data} />}
    </Panel>
  )
}

function Known({ site, found }: { site: SiteView; found: SiteMetrologyView }) {
  const t = useWords(measuring)
  const may = useMay()
  const inUse = found.uses.filter((one) => one.stations > 0)
  return (
    <>
      {(inUse.length > 0 ? inUse : found.uses).map((one) => (
        <Asked key={one.use} site={site.id} of={one} found={found} />
      ))}
      <div className={classes.line}>
        <Effect of={found} />
      </div>
      {may('setup:write') ? (
        <SayOtherwise key={found.rules.length} site={site} found={found} />
      ) : (
        <div className={`${classes.line} ${classes.dim}`}>{t('onlyAdmin')}</div>
      )}
    </>
  )
}

interface AskedProps {
  site: string
  of: UseMetrologyView
  found: SiteMetrologyView
}

function Asked({ site, of, found }: AskedProps) {
  const t = useWords(measuring)
  const { language } = useLanguage()
  const rule = ruleOf(found.rules, of.use)
  const sentence = of.asked
    ? t(rule?.gate === 'required' ? 'askedSite' : 'askedLaw')
    : t(rule?.gate === 'off' ? 'turnedOff' : 'notAsked')
  const why = () => (
    <Facts
      of={[
        of.by !== null && [t('asked'), <WhoAsks key="w" {...of} />],
        of.law !== null && [t('law'), of.law[language]],
        of.source !== '' && [t('source'), of.source],
        rule !== undefined && [t('note'), rule.note],
      ]}
    />
  )
  return (
    <div className={classes.line}>
      <div className={classes.between}>
        <span>
          <strong>{t(`use_${of.use}`)}</strong>{' '}
          <Inner className={classes.link} href={`/stations?site=${site}&access=${of.use}`}>
            {t('stationsOf', { n: of.stations })}
          </Inner>
        </span>
        <State
          state={of.asked ? 'available' : 'unavailable'}
          word={t(of.asked ? 'askedShort' : 'freeShort')}
        />
      </div>
      <div>
        {sentence} {of.minutes && t(of.clock_approved ? 'minutesApproved' : 'minutesHeld')}{' '}
        {(of.by !== null || of.law !== null || rule !== undefined) && (
          <Explain title={t(`use_${of.use}`)} why={why} />
        )}
      </div>
    </div>
  )
}
