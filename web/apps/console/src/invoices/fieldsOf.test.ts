import { expect, test } from 'vitest'
import { fieldsOf } from './fieldsOf.ts'

test.each([
  ['[BR-02]-An Invoice shall have an Invoice number (BT-1).', '/Invoice', ['1']],
  [
    '[BR-CO-10]-Sum of Invoice line net amount (BT-106) = Σ Invoice line net amount (BT-131).',
    '',
    ['106', '131'],
  ],
  ['BT-31 or BT-31 again', '/ubl:Invoice', ['31']],
  ['Endpoint must be known', '/ubl:Invoice/cac:Party[1]/cbc:EndpointID[1]', ['EndpointID']],
  ['It is not expected.', '/Invoice/cbc:Nope (line 7)', ['Nope']],
  ['It is not expected.', '', []],
] as [string, string, string[]][])('%s', (text, where, fields) => {
  expect(fieldsOf(text, where)).toEqual(fields)
})
