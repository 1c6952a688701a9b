import type { DisputeView } from '@wattfleet/api/generated/shapes.ts'
import { State } from '@wattfleet/ui/state/State.tsx'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWordFor } from '@wattfleet/words/language.tsx'

const LOOKS: Readonly<Record<string, string>> = {
  open: 'preparing',
  explained: 'available',
  rerated: 'available',
  credited: 'available',
  withdrawn: 'unavailable',
}

/** Open, late, or how it ended. */
export function Ended({ dispute }: { dispute: Pick<DisputeView, 'state' | 'late'> }) {
  const word = useWordFor(disputes, 'is_')
  if (dispute.late) return <State state="faulted" word={word('late')} />
  return <State state={LOOKS[dispute.state] ?? 'unknown'} word={word(dispute.state)} />
}
