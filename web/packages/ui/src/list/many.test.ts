import { expect, test } from 'vitest'
import { AT_ONCE, forMany, inOrder, type Outcome, tally } from './many.ts'
import { turned } from './picked.ts'

test('each has its own result, and one that fails stops no other', async () => {
  const heard = new Map<number, Outcome>()
  let busy = 0
  let most = 0
  await forMany(
    [0, 1, 2, 3, 4, 5, 6],
    async (n) => {
      most = Math.max(most, ++busy)
      await Promise.resolve()
      busy -= 1
      if (n === 2) throw new Error('no')
      return { text: `r${n}`, good: n !== 4 }
    },
    (at, outcome) => heard.set(at, outcome),
  )
  expect([...heard.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(heard.get(2)?.state).toBe('failed')
  expect(heard.get(4)).toEqual({ state: 'done', text: 'r4', good: false })
  expect(most).toBeLessThanOrEqual(AT_ONCE)
})

test('what is stopped begins nothing new', async () => {
  const heard: number[] = []
  await forMany(
    [0, 1, 2, 3, 4, 5, 6, 7],
    async () => ({ text: '', good: true }),
    (at) => heard.push(at),
    () => heard.length >= 2,
  )
  expect(heard.length).toBeLessThan(8)
})

test('a row is chosen by a press and left by the next', () => {
  const once = turned(new Set(['a']), 'b')
  expect([...once]).toEqual(['a', 'b'])
  expect([...turned(once, 'a')]).toEqual(['b'])
})

test('once it is over, what did not go as wished stands first', () => {
  const outcomes: Outcome[] = [
    { state: 'done', text: '', good: true },
    { state: 'waiting' },
    { state: 'failed', error: 'no' },
    { state: 'done', text: '', good: false },
  ]
  expect(inOrder(outcomes, false)).toEqual([0, 1, 2, 3])
  expect(inOrder(outcomes, true)).toEqual([2, 3, 1, 0])
  expect(tally(outcomes)).toEqual({ settled: 3, good: 1, bad: 2 })
})
