import { tariffs } from '@wattfleet/words/tariffs.ts'
import { type Language, phrase, type Say } from '@wattfleet/words/words.ts'
import { describe, expect, it } from 'vitest'
import { limitsOf, type Priced, sentencesOf } from './sentences.ts'

const say =
  (language: Language): Say<typeof tariffs> =>
  (key, values) =>
    phrase(tariffs[key], language, values)
const DAY: Priced = {
  currency: 'SEK',
  tax_included: true,
  max_price: { with_vat: '200.00' },
  elements: [
    {
      price_components: [{ type: 'ENERGY', price: '4.60', vat: '25.0' }],
      restrictions: { start_time: '07:00', end_time: '19:00', day_of_week: ['MONDAY', 'FRIDAY'] },
    },
    { price_components: [{ type: 'PARKING_TIME', price: '30.00', step_size: 60, free_s: 900 }] },
  ],
}

describe('a tariff reads as sentences', () => {
  it.each([
    ['en', 'en-GB', 'from 07:00 to 19:00, on Mon, Fri', 'SEK 4.60 per kWh, 25 % VAT included'],
    ['sv', 'sv-SE', 'kl. 07:00–19:00, på mån, fre', '4,60 kr per kWh, inklusive 25 % moms'],
    ['de', 'de-DE', 'von 07:00 bis 19:00 Uhr, am Mo, Fr', '4,60 SEK je kWh, inkl. 25 % MwSt.'],
  ] as const)('%s', (language, locale, when, price) => {
    const [first] = sentencesOf(DAY, say(language), locale)
    expect(first?.when).toBe(when)
    expect(first?.prices.map(plain)).toEqual([plain(price)])
  })

  it('with grace, steps and a highest price', () => {
    const [, second] = sentencesOf(DAY, say('en'), 'en-GB')
    expect(second?.when).toBe('at all times')
    expect(second?.prices.map(plain)).toEqual([
      'SEK 30.00 per hour after the car is full, the first 15 min free, in steps of 1 min',
    ])
    expect(limitsOf(DAY, say('en'), 'en-GB').map(plain)).toEqual(['at most SEK 200.00 a session'])
  })
})

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
