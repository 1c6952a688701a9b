import { expect, test } from 'vitest'
import { returned } from './returned.ts'

test.each([
  ['AC04', 'sv', 'kontot är avslutat (AC04)'],
  ['AM04', 'de', 'keine Deckung (AM04)'],
  ['MD06', 'en', 'the payer wants it back (MD06)'],
  ['returned', 'sv', 'banken anger inget skäl'],
  ['XX99', 'de', 'XX99'],
  ['toString', 'sv', 'toString'],
] as const)('%s in %s', (code, language, words) => {
  expect(returned(code, { language })).toBe(words)
})
