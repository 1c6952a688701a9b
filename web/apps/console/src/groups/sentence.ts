import type { RuleInput } from '@wattfleet/api/generated/shapes.ts'
import type { groups } from '@wattfleet/words/groups.ts'
import type { Say } from '@wattfleet/words/words.ts'

export const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const

/** The first of January 2024 was a Monday. */
export function dayName(day: string, locale: string): string {
  const at = (DAYS as readonly string[]).indexOf(day)
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, 1 + at)),
  )
}

/** Who, where and when, in one line. */
export function conditions(rule: RuleInput, t: Say<typeof groups>, locale: string): string {
  const list = (names: readonly (string | number)[] | undefined) => (names ?? []).join(', ')
  const parts = [
    list(rule.token_groups) && t('saysGroups', { names: list(rule.token_groups) }),
    list(rule.tokens) && t('saysTokens', { names: list(rule.tokens) }),
    list(rule.stations) && t('saysStations', { names: list(rule.stations) }),
    list(rule.evses) && t('saysEvses', { names: list(rule.evses) }),
    list(rule.day_of_week) &&
      t('saysDays', { names: (rule.day_of_week ?? []).map((one) => dayName(one, locale)).join(', ') }),
    (rule.start_time || rule.end_time) &&
      t('saysClock', { from: rule.start_time ?? '00:00', to: rule.end_time ?? '24:00' }),
    rule.start_date && t('saysFrom', { day: rule.start_date }),
    rule.end_date && t('saysTo', { day: rule.end_date }),
  ].filter(Boolean)
  return parts.length === 0 ? t('everybody') : parts.join(' · ')
}

/** Rules with one of them a place higher or lower; at the edge they stay as they are. */
export function moved<T>(rules: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by
  const next = [...rules]
  const [one, other] = [next[at], next[to]]
  if (one === undefined || other === undefined) return next
  next[at] = other
  next[to] = one
  return next
}

/** What a person wrote with commas, as a list. */
export function several(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
}
