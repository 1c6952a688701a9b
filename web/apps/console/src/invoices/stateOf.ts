/** What an invoice is to people: whether somebody must still pay. */
interface Settled {
  kind: string
  state: string
  payable: string
  open: string
  due_on: string | null
}

export function stateOf({ kind, state, payable, open, due_on }: Settled, today: string): string {
  if (state !== 'issued') return state
  if (Number(open) === 0) return kind === 'credit_note' ? 'settled' : 'paid'
  if (kind === 'credit_note') return 'open'
  if (due_on !== null && due_on < today) return 'overdue'
  return open === payable ? 'open' : 'part'
}
