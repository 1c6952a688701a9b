import { describe, expect, it } from 'vitest'
import { stateOf } from './stateOf.ts'

const invoice = { kind: 'invoice', state: 'issued', payable: '100.00', open: '100.00', due_on: '2026-12-31' }

describe('an invoice is what is left to do about it', () => {
  it.each([
    [{ state: 'draft', open: '0.00', due_on: null }, '2026-12-01', 'draft'],
    [{ state: 'credited', open: '0.00' }, '2027-02-01', 'credited'],
    [{}, '2026-12-31', 'open'],
    [{}, '2027-01-01', 'overdue'],
    [{ open: '40.00' }, '2026-12-31', 'part'],
    [{ open: '40.00' }, '2027-01-01', 'overdue'],
    [{ open: '0.00' }, '2027-01-01', 'paid'],
    [{ kind: 'credit_note', open: '0.00' }, '2027-01-01', 'settled'],
    [{ kind: 'credit_note', open: '-20.00' }, '2027-01-01', 'open'],
  ])('%j on %s is %s', (part, today, state) => expect(stateOf({ ...invoice, ...part }, today)).toBe(state))
})
