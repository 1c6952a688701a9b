import { describe, expect, it } from 'vitest'
import { clockOf } from './clockOf.ts'

describe('seconds are read as hours', () => {
  it.each([
    ['12960', '3:36:00'],
    ['0', '0:00:00'],
    ['59', '0:00:59'],
    ['3661', '1:01:01'],
    ['360000', '100:00:00'],
    ['-90', '-0:01:30'],
    ['1.5', '0:00:01.5'],
  ])('%s: %s', (seconds, shown) => expect(clockOf(seconds)).toBe(shown))
})
