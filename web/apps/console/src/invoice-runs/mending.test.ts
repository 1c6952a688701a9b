import { describe, expect, it } from 'vitest'
import { placeOf, tokenOf } from './mending.ts'

const hold = { code: 'no_payer', hint: '', thing: 'token 04AABBCC', account_id: null as string | null }

describe('what was held back is mended where it comes from', () => {
  it.each([
    [{ code: 'in_review', account_id: 'a' }, '/doubts'],
    [{ code: 'exchange_rate_missing', account_id: 'a' }, '/seller'],
    [{ code: 'vat_unknown', account_id: 'a', hint: 'Give it with PUT /api/v1/seller' }, '/seller'],
    [{ code: 'vat_unknown', account_id: 'a', hint: '`wattfleet sites change ID --country SE`' }, '/sites'],
    [{ code: 'vat_unknown', account_id: 'a', hint: 'Correct the `vat` of the tariff, or …' }, '/tariffs'],
    [{ code: 'price_missing' }, '/tariffs'],
    [{ code: 'address_missing', account_id: 'a' }, '/accounts/$id'],
    [{ thing: 'station CP1' }, '/accounts'],
    [{ code: 'disputed', account_id: 'a' }, '/disputes'],
    [{ code: 'meter_key_missing', thing: 'station CP1', account_id: 'a' }, '/meter-keys'],
    [{ code: 'signed_values_missing', thing: 'station CP1', account_id: 'a' }, '/stations/$identity'],
  ])('%j: %s', (part, path) => expect(placeOf({ ...hold, ...part }).path).toBe(path))

  it.each([
    [{}, '04AABBCC'],
    [{ thing: 'station CP1' }, null],
    [{ code: 'in_review' }, null],
  ])('the card of %j is %s', (part, token) => expect(tokenOf({ ...hold, ...part })).toBe(token))
})
