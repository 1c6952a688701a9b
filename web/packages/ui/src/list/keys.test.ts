import { describe, expect, it } from 'vitest'
import { opens, scrolledTo, stepped } from './keys.ts'

describe('keys lead from row to row', () => {
  it.each([
    ['ArrowDown', 4, 5],
    ['j', 4, 5],
    ['ArrowUp', 4, 3],
    ['k', 4, 3],
    ['PageDown', 4, 14],
    ['PageUp', 14, 4],
    ['Home', 50, 0],
    ['End', 4, 99],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 99, 99],
    ['PageDown', 95, 99],
    ['PageUp', 3, 0],
    ['ArrowRight', 4, null],
    ['Tab', 4, null],
    ['Enter', 4, null],
  ])('%s on row %i of 100, 10 of them seen', (key, at, to) => {
    expect(stepped(key, at, 100, 10)).toBe(to)
  })

  it('nowhere where there is no row', () => {
    expect(stepped('End', 0, 0, 10)).toBeNull()
  })

  it.each([
    ['Enter', true],
    [' ', true],
    ['ArrowDown', false],
  ])('„%s“ opens: %s', (key, does) => {
    expect(opens({ key })).toBe(does)
  })
})

describe('the row that one goes to stands whole', () => {
  it.each([
    ['it does already', 3, 36, 36],
    ['it is above: it becomes the first', 1, 180, 36],
    ['it is below: it becomes the last, and the first one is whole', 10, 0, 180],
    ['it is half below', 6, 0, 36],
  ])('%s', (_, at, top, to) => {
    expect(scrolledTo(at, 36, top, 230)).toBe(to)
  })
})
