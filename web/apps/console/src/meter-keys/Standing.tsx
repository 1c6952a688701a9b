import type { MeterKeyView } from '@wattfleet/api/generated/shapes.ts'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { type Standing as Name, sinceEver, standingOf } from './standing.ts'

const LOOKS: Readonly<Record<Name, string>> = {
  waits: 'doubtful',
  holds: 'available',
  later: 'reserved',
  ended: 'unavailable',
  revoked: 'faulted',
}

/** Whether a key proves something now. */
export function Standing({ of }: { of: MeterKeyView }) {
  const t = useWords(meters)
  const standing = standingOf(of, useNow())
  return <State state={LOOKS[standing]} word={t(`is_${standing}`)} />
}

/** Since when it holds, or that it always did. */
export function Since({ of, zone, exact }: { of: MeterKeyView; zone: string; exact?: boolean }) {
  const t = useWords(meters)
  if (sinceEver(of.valid_from)) return <span>{t('ever')}</span>
  return <When at={of.valid_from} zone={zone} as={exact ? 'exact' : 'clock'} />
}
