import { signed } from '@wattfleet/words/generated/signed.ts'
import { said } from '@wattfleet/words/said.ts'
import { book } from '@wattfleet/words/words.ts'
import { expect, test } from 'vitest'
import { readBack } from './readBack.ts'

const some = book({
  any: ['The station {what}.', 'Laddstationen {what}.', 'Die Ladestation {what}.'],
  refused: ['The station refused: {what}.', 'Laddstationen nekade: {what}.', 'Sie lehnte ab: {what}.'],
  many: ['{n} {n|line|lines} differ.', '{n} {n|rad|rader} skiljer sig.', '{n} weichen ab.'],
})

test.each([
  ['The station sleeps.', 'any', { what: 'sleeps' }],
  ['The station refused: NotSupported (a.b).', 'refused', { what: 'NotSupported (a.b)' }],
  ['1 line differ.', 'many', { n: '1' }],
  ['7 lines differ.', 'many', { n: '7' }],
  ['Another sentence.', null, null],
])('%s', (text, code, values) => {
  const found = readBack(text, some)
  expect(found?.code ?? null).toBe(code)
  expect(found?.values ?? null).toEqual(values)
})

test('an apostrophe is read in both its forms', () => {
  expect(readBack("The station's answer cannot be read.", said)?.code).toBe('unreadable')
})

test('a moment and a number are values, too', () => {
  const text = 'The price changes at 2026-11-20T12:00:00Z, and no signed reading stands there.'
  expect(readBack(text, signed)).toEqual({
    code: 'price_change_unsigned',
    values: { at: '2026-11-20T12:00:00Z' },
  })
})
