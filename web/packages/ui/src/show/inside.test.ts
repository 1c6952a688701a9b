import { expect, test } from 'vitest'
import { inside } from './inside.ts'

test.each([
  ['sv', { error: ' (GroundFailure)' }, { error: ' (jordfel)' }],
  ['de', { error: ' (EVCommunicationError)' }, { error: ' (keine Verständigung mit dem Auto)' }],
  ['de', { error: ' (E-17)' }, { error: ' (E-17)' }],
  ['sv', { error: '' }, { error: '' }],
  ['sv', { problem: 'It answered 500.' }, { problem: 'Mottagaren svarade 500.' }],
  ['de', { problem: 'ConnectTimeout: ' }, { problem: 'Der Empfänger meldete sich nicht rechtzeitig.' }],
  ['sv', { problem: 'Something new' }, { problem: 'Something new' }],
  ['sv', { problem: 'key values mismatch' }, { problem: 'nyckeln hör inte till certifikatet' }],
  ['de', { n: 4 }, { n: 4 }],
  ['sv', { state: 'written_off' }, { state: 'avskriven' }],
  ['sv', { state: 'toString' }, { state: 'toString' }],
] as const)('in %s: %o', (language, values, words) => {
  expect(inside(values, { language, locale: language })).toEqual(words)
})
