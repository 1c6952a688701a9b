import { describe, expect, it } from 'vitest'
import { beforeOf } from './before.ts'

const row = (account_id: string, net: string, part = {}) => ({
  account_id,
  net,
  currency: 'SEK',
  kind: 'invoice',
  state: 'issued',
  ...part,
})

describe('the month before is what was invoiced less what was credited', () => {
  it('adds by account and currency', () => {
    const sums = beforeOf([
      row('a', '100.00'),
      row('a', '20.00', { kind: 'credit_note' }),
      row('a', '5.00', { currency: 'EUR' }),
      row('b', '7.00', { state: 'draft' }),
    ])
    expect([...sums]).toEqual([
      ['a SEK', 80],
      ['a EUR', 5],
    ])
  })
})
