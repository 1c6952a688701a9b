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

test('how a thing stands is said within the sentence', async () => {
  const said = await inWords(
    { ...problem, detail: 'It is written_off, not in review.', hint: '' },
    'sv',
    'sv',
  )
  expect(said.detail).toBe('Den är avskriven, inte under granskning.')
})

test('a sentence that is new to us stands as the server said it', async () => {
  const said = await inWords({ ...problem, detail: 'A new thing.', hint: '' }, 'de', 'de')
  expect(said.detail).toBe('A new thing.')
})

test.each([
  ['sv', 'must be a whole number >= 1, not a text.', '”n” ska vara ett heltal, minst 1, inte en text.'],
  ['de', 'must be a text of length <= 3.', '„n“ muss sein: ein Text mit der Länge <= 3.'],
  [
    'sv',
    'must be a text or null, not a whole number.',
    '”n” ska vara en text eller tomt (null), inte ett heltal.',
  ],
  ['de', 'is not a date.', '„n“ ist kein Datum.'],
] as const)('a field in %s: %s', async (language, wrong, said) => {
  const field = { ...problem, code: 'field_invalid', detail: `“n” ${wrong}`, hint: '' }
  expect((await inWords(field, language, language)).detail).toBe(said)
})

test.each([
  ['sv', 'Write a date such as 2026-11-20.', 'Skriv ett datum som 2026-11-20.'],
  ['de', 'Write one of: a, b. Which of them. For example: a.', 'Erwartet wird: eines von: a, b.'],
  [
    'sv',
    'Write a list, each of it a text of 2 characters.',
    'Skriv en lista, där varje del är en text på 2 tecken.',
  ],
  ['de', 'Write an object with name, zone.', 'Erwartet wird: ein Objekt mit name, zone.'],
] as const)('what to write in %s: %s', async (language, hint, said) => {
  const field = { ...problem, code: 'field_missing', detail: '“n” is missing.', hint }
  expect((await inWords(field, language, language)).hint).toBe(said)
})
