import type { HoldView } from '@wattfleet/api/generated/shapes.ts'

type Held = Pick<HoldView, 'code' | 'hint' | 'thing' | 'account_id'>

const PLACES = {
  account: { path: '/accounts/$id', word: 'toAccount' },
  accounts: { path: '/accounts', word: 'toPayers' },
  doubts: { path: '/doubts', word: 'toDoubts' },
  seller: { path: '/seller', word: 'toSeller' },
  sites: { path: '/sites', word: 'toSites' },
  tariffs: { path: '/tariffs', word: 'toTariffs' },
} as const

/** The screen that mends what was held back. */
export function placeOf({ code, hint, account_id }: Held) {
  if (code === 'in_review') return PLACES.doubts
  if (code === 'exchange_rate_missing' || hint.includes('/seller')) return PLACES.seller
  if (hint.includes('wattfleet sites')) return PLACES.sites
  if (code === 'price_missing' || hint.includes('of the tariff')) return PLACES.tariffs
  return account_id === null ? PLACES.accounts : PLACES.account
}

/** The card for which nobody pays; null where it is something else. */
export function tokenOf({ code, thing }: Held): string | null {
  return code === 'no_payer' && thing.startsWith('token ') ? thing.slice('token '.length) : null
}
