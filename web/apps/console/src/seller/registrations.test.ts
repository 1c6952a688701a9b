import { describe, expect, it } from 'vitest'
import { linesOf, registrationsOf } from './registrations.ts'

describe('VAT numbers of other countries are lines', () => {
  it.each([
    ['', {}],
    ['DE DE136695976', { DE: 'DE136695976' }],
    ['de: DE 136 695 976\n\nFI FI20774740', { DE: 'DE136695976', FI: 'FI20774740' }],
    ['DE', {}],
  ])('%j', (text, kept) => expect(registrationsOf(text)).toEqual(kept))
  it('and back', () => expect(linesOf({ DE: 'DE1', FI: 'FI2' })).toBe('DE DE1\nFI FI2'))
})
