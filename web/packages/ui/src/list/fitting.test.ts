import { describe, expect, it } from 'vitest'
import { fitting } from './fitting.ts'

const columns = [
  { name: 'state', width: '100px' },
  { name: 'station', width: 'minmax(100px, 2fr)' },
  { name: 'started', width: '140px', wide: true },
  { name: 'energy', width: '80px' },
]

describe('a list shows the columns for which there is room', () => {
  it.each([
    [1000, 'state station started energy'],
    [492, 'state station started energy'],
    [491, 'state station energy'],
    [336, 'state station energy'],
    [335, 'state station'],
    [50, 'state'],
  ])('%s px: %s', (room, names) => {
    expect(
      fitting(columns, room)
        .map((one) => one.name)
        .join(' '),
    ).toBe(names)
  })
})
