import { Button, CloseButton, CopyButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { MeterKeyView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { Approve, Bound, Revoke } from './Deeds.tsx'
import { KeyHistory } from './KeyHistory.tsx'
import classes from './meterKeys.module.css'
import { Since, Standing } from './Standing.tsx'
import { inFours, nameOf } from './standing.ts'

/** One key: what it proves and for which time, who vouches for it, and what can be done about it. */
export function MeterKeyPanel() {
  const { id } = useParams({ from: '/meter-keys/$id' })
  const query = useCall('GET /api/v1/meter-keys/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={id} of={query.data} />
}

function Known({ of }: { of: MeterKeyView }) {
  const c = useWords(common)
  const may = useMay()
  const mayWrite = may('stations:write')
  return (
    <Page
      title={nameOf(of)}
      note={<Standing of={of} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/meter-keys" search={(before) => before} {...props} />}
        />
      }
    >
      {mayWrite && of.state === 'seen' && <Approve of={of} />}
      <About of={of} />
      <Whole of={of} />
      {mayWrite && of.state === 'approved' && <Bound of={of} />}
      {mayWrite && of.state !== 'revoked' && <Revoke of={of} />}
      {mayWrite && of.state === 'revoked' && <Approve key="again" of={of} />}
      {may('acts:read') && <KeyHistory of={of} />}
    </Page>
  )
}

function About({ of }: { of: MeterKeyView }) {
  const t = useWords(meters)
  const came = useWordFor(meters, 'came_')
  const zone = useZoneOf(of.station)
  return (
    <Panel title={t('about')}>
      <Facts
        of={[
          [
            t('station'),
            <Link key="s" className={classes.link} to="/stations/$identity" params={{ identity: of.station }}>
              {of.station}
            </Link>,
          ],
          [t('evse'), of.evse === 0 ? t('allEvses') : of.evse],
          [t('meter'), of.meter || t('anyMeter')],
          [t('from'), <Since key="f" of={of} zone={zone} exact />],
          [
            t('until'),
            of.valid_until === null ? (
              t('untilEnded')
            ) : (
              <When key="u" at={of.valid_until} zone={zone} as="exact" />
            ),
          ],
          [t('came'), came(of.came)],
          [t('note'), of.note || '—'],
          [
            '',
            <Link key="l" className={classes.link} to="/sessions" search={{ station: of.station } as never}>
              {t('itsSessions')}
            </Link>,
          ],
        ]}
      />
    </Panel>
  )
}

/** The key letter for letter, for whoever compares it with the plate. */
function Whole({ of }: { of: MeterKeyView }) {
  const t = useWords(meters)
  const c = useWords(common)
  return (
    <Panel
      title={t('key')}
      actions={
        <CopyButton value={of.public_key}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {c(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <div className={classes.form}>
        <Facts
          of={[
            [t('curve'), of.curve],
            [
              t('fingerprint'),
              <code key="f" className={classes.key}>
                {inFours(of.fingerprint)}
              </code>,
            ],
          ]}
        />
        <code className={classes.key}>{of.public_key}</code>
      </div>
    </Panel>
  )
}
