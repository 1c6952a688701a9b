import { accounts } from '@wattfleet/words/accounts.ts'
import { phrase, type Say } from '@wattfleet/words/words.ts'
import { describe, expect, it } from 'vitest'
import { feeSentence } from './feeSentence.ts'

const say: Say<typeof accounts> = (key, values) => phrase(accounts[key], 'en', values)
const fee = { kind: 'monthly', text: 'Service', price: '99.00', quantity: 2, on: null }

describe('a fee is a sentence', () => {
  it.each([
    [{}, 'Service: 2 × €99.00 a month'],
    [{ kind: 'session', price: '1.50' }, 'Service: €1.50 for each session'],
    [{ kind: 'kwh', price: '0.045' }, 'Service: €0.045 for each kWh'],
    [{ kind: 'discount', price: '5.00' }, 'Service: 5.00 % off charging'],
    [{ kind: 'once', quantity: 1, on: '2026-11-03' }, 'Service: 1 × €99.00 on 3 Nov 2026'],
    [{ kind: 'minimum' }, 'Service: charging of a month is topped up to €99.00'],
    [{ kind: 'of_tomorrow' }, 'Service'],
  ])('%j: %s', (part, sentence) =>
    expect(feeSentence({ ...fee, ...part }, 'EUR', say, 'en-GB')).toBe(sentence),
  )
})
