import { documents } from '@wattfleet/words/documents.ts'
import { expect, test } from 'vitest'
import { forScreen, inSentences } from './inSentences.ts'
import { readBack } from './readBack.ts'

const codes = (text: string) => inSentences(text, (one) => readBack(one, documents)?.code ?? null)

test.each([
  ['The buyer has no city.', ['buyer_city']],
  [
    'The seller has no VAT number. The buyer has no city. It is not said until when to pay.',
    ['seller_vat', 'buyer_city', 'terms'],
  ],
  ['The rule BR-1 refuses it: [BR-1] It shall. It must. And 2 more.', ['rule_more']],
  ['The buyer has no city. Something new.', null],
  ['', null],
] as [string, string[] | null][])('%s', (text, found) => {
  expect(codes(text)).toEqual(found)
})

test.each([
  ['Say why in a few words.', 'Say why in a few words.'],
  ['Say who pays: `wattfleet payers add --account-id ID`.', ''],
  ['Give it: wattfleet accounts change 1 --address …', ''],
  ['Give it with PUT /api/v1/seller.', ''],
])('at a screen: %s', (hint, shown) => {
  expect(forScreen(hint)).toBe(shown)
})
