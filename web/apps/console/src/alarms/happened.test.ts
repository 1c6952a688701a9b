import { expect, test } from 'vitest'
import { happened } from './happened.ts'

test.each([
  ['opened', 'sv', 'öppnades'],
  ['closed', 'de', 'von selbst geschlossen'],
  ['noted', 'sv', 'antecknat'],
  ['acknowledged, owner Anna Lind', 'sv', 'sett, Anna Lind tar hand om det'],
  [
    'acknowledged, owner Lind, Anna, woken',
    'de',
    'gesehen, Lind, Anna kümmert sich, es wird wieder gemeldet',
  ],
  ['unacknowledged', 'de', 'nicht mehr gesehen'],
  ['owner none', 'sv', 'ingen tar hand om det'],
  ['something new', 'sv', 'something new'],
] as const)('%s in %s', (what, language, said) => {
  expect(happened(what, { language, locale: language })).toBe(said)
})

test('until when nobody is told is said as the reader writes it', () => {
  const said = happened('unacknowledged, snoozed until 2026-11-21T00:00:00Z', {
    language: 'sv',
    locale: 'sv-SE',
  })
  expect(said).toMatch(/^inte längre sett, ingen meddelas före 2[01] nov/)
})
