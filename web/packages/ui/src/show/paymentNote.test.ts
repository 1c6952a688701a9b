import { expect, test } from 'vitest'
import { paymentNote } from './paymentNote.ts'

test.each([
  ['Example AB; matched by its reference', 'sv', 'Example AB; ihopparad enligt referensen'],
  [
    "Example AB; matched by the payer's account, and the amount",
    'de',
    'Example AB; zugeordnet nach dem Konto des Zahlers und dem Betrag',
  ],
  ['Example AB; matched by a person', 'de', 'Example AB; von Hand zugeordnet'],
  ['mandate M-7', 'sv', 'medgivande M-7'],
  ['mandate M-7; in one sum', 'sv', 'medgivande M-7; i en summa'],
  ['mandate M-7; came back: AC04', 'sv', 'medgivande M-7; kom tillbaka: kontot är avslutat (AC04)'],
  ['mandate M-7; came back: returned', 'de', 'Mandat M-7; zurückgekommen: die Bank gibt keinen Grund an'],
  ['paid at the desk', 'sv', 'paid at the desk'],
  ['The station sleeps.', 'sv', 'The station sleeps.'],
] as const)('%s in %s', (note, language, words) => {
  expect(paymentNote(note, { language, locale: language })).toBe(words)
})
