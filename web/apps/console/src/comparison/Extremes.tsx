import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '@wattfleet/api/call.ts'
import type { PairView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Energy, Money, When } from '@wattfleet/ui/show/Values.tsx'
import { comparison } from '@wattfleet/words/comparison.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { Whole } from './adding.ts'
import classes from './comparison.module.css'

interface ExtremesProps {
  id?: string | undefined
  title: string
  pairs: readonly PairView[]
  whole: Whole
  names: readonly [string, string]
}

/** The sessions with the largest differences; each opens to its lines under both tariffs. */
export function Extremes({ id, title, pairs, whole, names }: ExtremesProps) {
  const t = useWords(comparison)
  return (
    <Panel id={id} title={title} flush>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('station')}</th>
              <th className={classes.wide}>{t('started')}</th>
              <th className={`${classes.right} ${classes.wide}`}>{t('kwh')}</th>
              <th className={classes.right}>{names[0]}</th>
              <th className={classes.right}>{names[1]}</th>
              <th className={classes.right}>{t('difference')}</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((one) => (
              <Row key={one.session} pair={one} whole={whole} names={names} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

interface RowProps {
  pair: PairView
  whole: Whole
  names: readonly [string, string]
}

function Row({ pair, whole, names }: RowProps) {
  return (
    <tr>
      <td>{pair.station}</td>
      <td className={classes.wide}>
        <When at={pair.started_at} />
      </td>
      <td className={`${classes.right} ${classes.wide}`}>
        <Energy wh={pair.energy_wh} unit={false} />
      </td>
      <td className={classes.right}>
        <Money of={pair.a_before_vat} currency={pair.currency} />
      </td>
      <td className={classes.right}>
        <Money of={pair.b_before_vat} currency={pair.currency} />
      </td>
      <td className={classes.right}>
        <Explain title={pair.station} why={() => <Both pair={pair} whole={whole} names={names} />}>
          {Number(pair.difference_before_vat) > 0 && '+'}
          <Money of={pair.difference_before_vat} currency={pair.currency} />
        </Explain>
      </td>
    </tr>
  )
}

/** The session's lines under each side. */
function Both({ pair, whole, names }: RowProps) {
  const t = useWords(comparison)
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Link to="/sessions/$id" params={{ id: pair.session }} style={{ color: 'var(--wf-accent)' }}>
        {t('openSession')} · <When at={pair.started_at} as="exact" />
      </Link>
      {([whole.a, whole.b] as const).map((side, at) => (
        <Panel key={`side ${at + 1}`} title={names[at] ?? ''} flush>
          {side.tariff_id === null ? (
            <Sold session={pair.session} />
          ) : (
            <Under session={pair.session} tariff={side.tariff_id} />
          )}
        </Panel>
      ))}
    </div>
  )
}

function Sold({ session }: { session: string }) {
  const rating = useCall('GET /api/v1/sessions/{id}/rating', { path: { id: session } })
  if (rating.data === undefined) return waiting(rating)
  return <PriceLines rating={rating.data} />
}

function Under({ session, tariff }: { session: string; tariff: string }) {
  const rating = useQuery({
    queryKey: ['POST /api/v1/sessions/{id}/price', session, tariff],
    queryFn: () =>
      call('POST /api/v1/sessions/{id}/price', { path: { id: session }, body: { tariff_id: tariff } }),
  })
  if (rating.data === undefined) return waiting(rating)
  return <PriceLines rating={{ ...rating.data, final: true }} />
}
