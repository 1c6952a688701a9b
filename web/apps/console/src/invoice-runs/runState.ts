import type { RunView } from '@wattfleet/api/generated/shapes.ts'

/** A run that is proposed waits for a person; it is not a draft of anything. */
export function runState(run: Pick<RunView, 'state' | 'invoices'>): string {
  if (run.state === 'issued' && run.invoices === 0) return 'nothing'
  return run.state === 'draft' ? 'proposed' : run.state
}

export function isWorking(state: string): boolean {
  return state === 'proposing' || state === 'issuing'
}
