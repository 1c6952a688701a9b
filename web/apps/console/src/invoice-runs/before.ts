import type { InvoiceListView } from '@wattfleet/api/generated/shapes.ts'

type Row = Pick<InvoiceListView, 'account_id' | 'currency' | 'kind' | 'state' | 'net'>

/** What each account was invoiced, less what was credited, for the eye alone: `account currency` → sum. */
export function beforeOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const one of rows) {
    if (one.state === 'draft') continue
    const key = `${one.account_id} ${one.currency}`
    const amount = one.kind === 'credit_note' ? -Number(one.net) : Number(one.net)
    sums.set(key, (sums.get(key) ?? 0) + amount)
  }
  return sums
}
