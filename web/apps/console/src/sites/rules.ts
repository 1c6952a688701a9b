import type { SiteRule } from '@wattfleet/api/generated/shapes.ts'

/** The rule that holds for a use: its own before the one for all. */
export function ruleOf(rules: readonly SiteRule[], use: string): SiteRule | undefined {
  return rules.find((one) => one.use === use) ?? rules.find((one) => (one.use ?? null) === null)
}

/** All that is said of sites, once this is said of one: for the same site and use it stands in its place. */
export function withRule(all: readonly SiteRule[], rule: SiteRule): SiteRule[] {
  return [...without(all, rule), rule]
}

export function without(all: readonly SiteRule[], { site_id, use = null }: SiteRule): SiteRule[] {
  return all.filter((one) => one.site_id !== site_id || (one.use ?? null) !== use)
}
