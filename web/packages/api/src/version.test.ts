import { afterEach, expect, test, vi } from 'vitest'
import { call, versionOf } from './call.ts'
import { newCache } from './queries.ts'

const CLOCK = 'GET /api/v1/dispute-clock'
const KEY = [CLOCK]

/** A server that answers with this body at this version. */
function answers(body: object, version: number) {
  const headers = { etag: `W/"${version}"`, 'content-type': 'application/json' }
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { headers })))
}

afterEach(() => vi.unstubAllGlobals())

test('an answer has the version at which it was read', async () => {
  answers({ answer_days: 14 }, 3)
  expect(versionOf(await call(CLOCK, {}))).toBe(3)
  expect(versionOf({ answer_days: 14 })).toBeUndefined()
  expect(versionOf(null)).toBeUndefined()
})

test('what is read again has its newest version, whether it is equal, a little different, or new', async () => {
  const cache = newCache()
  const read = async () => {
    await cache.fetchQuery({ queryKey: KEY, queryFn: () => call(CLOCK, {}), staleTime: 0 })
    return cache.getQueryData(KEY)
  }
  answers({ answer_days: 14, open_days: 90 }, 1)
  const first = await read()
  answers({ answer_days: 14, open_days: 90 }, 2)
  const equal = await read()
  expect(equal).toBe(first)
  expect(versionOf(equal)).toBe(2)
  answers({ answer_days: 14, open_days: 30 }, 3)
  const other = await read()
  expect(other).not.toBe(first)
  expect(versionOf(other)).toBe(3)
  expect(versionOf(first)).toBe(2)
})
