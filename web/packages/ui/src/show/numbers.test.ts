import { describe, expect, it } from 'vitest'
import { bytes, kilo, localised, milli, money } from './numbers.ts'

describe('Wh as a text become kWh, digit for digit', () => {
  it.each([
    ['21384', '21.384'],
    ['0', '0'],
    ['5', '0.005'],
    ['1000', '1'],
    ['1836.5', '1.8365'],
    ['123456789012345678.123', '123456789012345.678123'],
    ['-42', '-0.042'],
  ])('%s Wh are %s kWh', (wh, kwh) => expect(kilo(wh)).toBe(kwh))
})

describe('a decimal text keeps its digits in each language', () => {
  it.each([
    ['1234.5', 'en-GB', '1,234.500'],
    ['1234.5678', 'de-DE', '1.234,5678'],
    ['0.0000001', 'en-GB', '0.0000001'],
  ])('%s in %s is %s', (text, locale, shown) => expect(localised(text, locale, 3)).toBe(shown))
})

describe('money', () => {
  it('has the digits of its currency', () =>
    expect(money('8.4456', 'SEK', 'en-GB')).toBe('SEK 8.45'.replace(' ', '\u00a0')))
  it('shows exact amounts where it is asked to', () =>
    expect(money('8.4456', 'EUR', 'en-GB', true)).toBe('€8.4456'))
  it('has no digits where the currency has none', () => expect(money('845', 'JPY', 'en-GB')).toContain('845'))
})

describe('bytes are said as people say them', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [15_818_752, '15.8 MB'],
    [79_929_368_576, '79.9 GB'],
    [270_553_174_016, '271 GB'],
  ])('%s are %s', (n, shown) => expect(bytes(n, 'en-GB')).toBe(shown))
})

describe('kWh as a text become Wh, digit for digit', () => {
  it.each([
    ['21.384', '21384'],
    ['0', '0'],
    ['0.005', '5'],
    ['7', '7000'],
    ['1.8365', '1836.5'],
  ])('%s kWh are %s Wh', (kwh, wh) => expect(milli(kwh)).toBe(wh))
})
