import { sum } from '@wattfleet/ui/show/sums.ts'

/** Fee and interest together. */
export function costOf(one: { fee: string; interest: string }): string {
  return sum([one.fee, one.interest]) ?? '0'
}
