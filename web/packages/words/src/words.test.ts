import { describe, expect, it } from 'vitest'
import { chosen, phrase } from './words.ts'

describe('a phrase follows its number', () => {
  const stations = [
    '{n} {n|station|stations}',
    '{n} {n|laddstation|laddstationer}',
    '{n} {n|Station|Stationen}',
  ] as const
  it.each([
    ['en', 1, '1 station'],
    ['en', 2, '2 stations'],
    ['sv', 1, '1 laddstation'],
    ['sv', 0, '0 laddstationer'],
    ['de', 5, '5 Stationen'],
  ] as const)('%s %i: %s', (language, n, said) => expect(phrase(stations, language, { n })).toBe(said))
})

describe('the language of a browser', () => {
  it.each([
    [['sv-SE', 'en'], 'sv'],
    [['fr-FR', 'de-AT'], 'de'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('%j is %s', (wanted, language) => expect(chosen(wanted)).toBe(language))
})
