import type { Problem } from '@wattfleet/api/generated/shapes.ts'
import { expect, test } from 'vitest'
import { inWords } from './Refusals.tsx'

const problem: Problem = {
  type: 'urn:wattfleet:problem:amount_invalid',
  title: 'Cannot be done as asked',
  status: 422,
  code: 'amount_invalid',
  detail: '“1,5” is not an amount.',
  hint: 'Write digits with a point, at most six decimals, as in 2.50.',
}

test.each([
  ['en', '“1,5” is not an amount.', 'Write digits with a point'],
  ['sv', '”1,5” är inget belopp.', 'Skriv siffror med punkt'],
  ['de', '„1,5“ ist kein Betrag.', 'Schreiben Sie Ziffern mit Punkt'],
] as const)('a refusal in %s', async (language, detail, hint) => {
  const said = await inWords(problem, language, language)
  expect(said.detail).toBe(detail)
  expect(said.hint).toContain(hint)
})

test('what a program or a command line would do is left out', async () => {
  const said = await inWords({ ...problem, hint: '`wattfleet sites list` shows ids.' }, 'en', 'en-GB')
  expect(said.hint).toBe('')
})

test('two sentences in one text are each said', async () => {
  const both = '“x” is no EVSE. Write it as DEPOT-07/1.'
  const said = await inWords({ ...problem, detail: both, hint: '' }, 'de', 'de')
  expect(said.detail).toBe('„x“ ist keine EVSE. Schreiben Sie sie als DEPOT-07/1.')
})

test('a sentence that is new to us stands as the server said it', async () => {
  const said = await inWords({ ...problem, detail: 'A new thing.', hint: '' }, 'de', 'de')
  expect(said.detail).toBe('A new thing.')
})
