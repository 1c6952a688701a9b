import type { LimitView, Policy } from '@wattfleet/api/generated/shapes.ts'

/** What the law allows at most where a rule applies: the newest of its country, for each kind of customer. */
export function capsOf(policy: Policy, limits: readonly LimitView[]): LimitView[] {
  const kinds = policy.who ? [policy.who] : (['business', 'consumer'] as const)
  return kinds.flatMap((who) => {
    const found = limits
      .filter((one) => one.country === policy.country && one.who === who)
      .sort((a, b) => a.since.localeCompare(b.since))
    return found.slice(-1)
  })
}
