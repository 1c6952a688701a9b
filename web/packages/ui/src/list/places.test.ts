import { describe, expect, it } from 'vitest'
import { NO_PLACES, placed } from './places.ts'

const standing = placed(NO_PLACES, 0, 4, 100, false)

describe('rows take over the places of those that are scrolled out', () => {
  it.each([
    ['a list that stands is in order', 2, 6, false, [2, 3, 4, 5, 6]],
    ['two rows on: what stays keeps its place', 2, 6, true, [5, 6, 2, 3, 4]],
    ['a whole screen on', 5, 9, true, [5, 6, 7, 8, 9]],
    ['and back, to the first', 0, 4, true, [0, 1, 2, 3, 4]],
    ['fewer are seen: the next ones stand ready', 3, 5, true, [5, 6, 7, 3, 4]],
    ['at the end: those before it', 97, 99, true, [95, 96, 97, 98, 99]],
    ['more are seen than ever: all anew', 3, 8, true, [3, 4, 5, 6, 7, 8]],
  ])('%s', (_, first, last, moving, rows) => {
    expect(placed(standing, first, last, 100, moving).rows).toEqual(rows)
  })

  it('no place is taken twice, and all that is seen has one, however a list is moved', () => {
    let places = NO_PLACES
    for (const first of [0, 3, 17, 16, 4, 80, 93, 2, 50]) {
      places = placed(places, first, first + 6, 100, first !== 4)
      expect(new Set(places.rows.map((one) => one % places.size)).size).toBe(places.rows.length)
      for (let row = first; row <= first + 6; row += 1) expect(places.rows).toContain(row)
    }
  })

  it('a list that has become shorter has no more places than rows', () => {
    expect(placed(standing, 0, 2, 3, true)).toEqual({ size: 3, rows: [0, 1, 2] })
  })
})
