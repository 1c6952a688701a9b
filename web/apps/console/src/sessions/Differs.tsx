import type { RevisionView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Energy, Money, NONE, When } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import { states } from '@wattfleet/words/states.ts'
import type { ReactNode } from 'react'

interface DiffersProps {
  one: RevisionView
  /** The revision before it; undefined for the first. */
  before: RevisionView | undefined
}

/** Of what a revision's energy and price came: what of the session is otherwise than in the one before. */
export function Differs({ one, before }: DiffersProps) {
  const t = useWords(sessions)
  const shown = useShownFact()
  const names = before ? one.differs.filter((name) => name in WORDS) : FIRST
  const value = (name: string) => (
    <span key={name}>
      {before && <>{shown(before, name)} → </>}
      {shown(one, name)}
    </span>
  )
  return (
    <>
      {before && names.length === 0 && <p style={{ marginTop: 0 }}>{t('onlyPrice')}</p>}
      <Facts
        of={[
          ...names.map((name) => [t(WORDS[name as Fact]), value(name)] as const),
          [t('cost'), value('cost')],
          [t('revisionAt'), <When key="at" at={one.at} as="exact" />],
        ]}
      />
      {one.rating !== null && <Rated session={one.session} revision={one.number} />}
    </>
  )
}

/** What it cost then, line by line, as the newest is explained on the page. */
function Rated({ session, revision }: { session: string; revision: number }) {
  const query = { path: { id: session }, query: { revision } }
  const rating = useCall('GET /api/v1/sessions/{id}/rating', query)
  if (rating.data === undefined) return waiting(rating)
  return rating.data.amount == null ? null : <PriceLines rating={rating.data} />
}

const WORDS = {
  state: 'status',
  started_at: 'started',
  ended_at: 'ended',
  energy: 'energy',
  evse: 'evse',
  token: 'card',
  driver: 'driver',
  vehicle: 'vehicle',
} as const

type Fact = keyof typeof WORDS

const FIRST: readonly Fact[] = ['started_at', 'ended_at', 'energy']

function useShownFact(): (of: RevisionView, name: string) => ReactNode {
  const state = useWordFor(states)
  const word = useWordFor(sessions)
  return (of, name) => {
    switch (name) {
      case 'state':
        return state(of.state)
      case 'started_at':
        return <When at={of.started_at} as="exact" />
      case 'ended_at':
        return of.ended_at ? <When at={of.ended_at} as="exact" /> : NONE
      case 'energy':
        return <Energy wh={of.energy_wh} />
      case 'evse':
        return of.evse
      case 'token':
        return of.token ?? NONE
      case 'driver':
        return of.driver ?? NONE
      case 'vehicle':
        return of.vehicle ?? NONE
      default:
        return of.cost ? (
          <Money of={of.cost.amount} currency={of.cost.currency} />
        ) : (
          word(of.cost_reason ?? 'not_rated')
        )
    }
  }
}
