import type { HoldView } from '@wattfleet/api/generated/shapes.ts'

type Held = Pick<HoldView, 'code' | 'hint' | 'thing' | 'account_id'>

const PLACES = {
  account: { path: '/accounts/$id', word: 'toAccount' },
  accounts: { path: '/accounts', word: 'toPayers' },
  disputes: { path: '/disputes', word: 'toDisputes' },
  doubts: { path: '/doubts', word: 'toDoubts' },
  meterKeys: { path: '/meter-keys', word: 'toMeterKeys' },
  seller: { path: '/seller', word: 'toSeller' },
  sites: { path: '/sites', word: 'toSites' },
  station: { path: '/stations/$identity', word: 'toStation' },
  tariffs: { path: '/tariffs', word: 'toTariffs' },
} as const

/** What a key of the station's meter mends. */
const KEYS = new Set(['meter_key_missing', 'signed_values_invalid', 'signed_meter_differs'])

/** The screen that mends what was held back. */
export function placeOf({ code, hint, thing, account_id }: Held) {
  if (code === 'in_review') return PLACES.doubts
  if (code === 'disputed') return PLACES.disputes
  if (KEYS.has(code) && thing.startsWith('station ')) return PLACES.meterKeys
  if (code !== 'no_payer' && thing.startsWith('station ')) return PLACES.station
  if (code === 'exchange_rate_missing' || hint.includes('/seller')) return PLACES.seller
  if (hint.includes('wattfleet sites')) return PLACES.sites
  if (code === 'price_missing' || hint.includes('of the tariff')) return PLACES.tariffs
  return account_id === null ? PLACES.accounts : PLACES.account
}

/** The card for which nobody pays; null where it is something else. */
export function tokenOf({ code, thing }: Held): string | null {
  return code === 'no_payer' && thing.startsWith('token ') ? thing.slice('token '.length) : null
}

/** The station that a hold is about. */
export function stationOf({ thing }: Pick<Held, 'thing'>): string {
  return thing.replace(/^station /, '')
}

/** Whether its thing is an account by its id, which has a name. */
export function isAccount({ thing }: Pick<Held, 'thing'>): boolean {
  return /^account [0-9a-f-]{36}$/.test(thing)
}
