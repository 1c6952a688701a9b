import { describe, expect, it, vi } from 'vitest'
import { Cutter } from './sse.ts'
import { LiveStore } from './store.ts'
import { Stream } from './stream.ts'

const now = (run: () => void) => run()

describe('a stream is cut into events', () => {
  it('wherever the pieces end', () => {
    const whole = 'retry: 2000\n\nevent: station\nid: 7\ndata: {"a":\ndata: 1}\n\n: still here\n\n'
    for (let at = 0; at <= whole.length; at += 1) {
      const cutter = new Cutter()
      const told = [...cutter.push(whole.slice(0, at)), ...cutter.push(whole.slice(at))]
      expect(told).toEqual([{ event: 'station', id: '7', data: '{"a":\n1}' }])
    }
  })
})

describe('a store gathers what changes', () => {
  it('but tells the first picture, and a break, at once', () => {
    const waiting: (() => void)[] = []
    const store = new LiveStore((run) => void waiting.push(run))
    const heard = vi.fn()
    store.subscribe('station', heard)
    store.put('station', 'A', 1, { name: 'a' })
    expect(heard).not.toHaveBeenCalled()
    store.setFreshness({ state: 'live' })
    expect(heard).toHaveBeenCalledOnce()
    store.put('station', 'A', 2, { name: 'b' })
    expect(heard).toHaveBeenCalledOnce()
    for (const run of waiting) run()
    expect(heard).toHaveBeenCalledTimes(2)
  })
})

describe('a store never shows what is older than what it showed', () => {
  it.each([
    ['newer', 3, 'new'],
    ['equal', 2, 'new'],
    ['older', 1, 'old'],
  ])('%s', (_, version, shown) => {
    const store = new LiveStore(now)
    store.put('session', 's', 2, { name: 'old' })
    store.put('session', 's', version, { name: 'new' })
    expect(store.one('session', 's')).toEqual({ name: shown })
  })

  it('forgets what is gone', () => {
    const store = new LiveStore(now)
    store.put('inbox', 'X', 9, { identity: 'X' })
    store.put('inbox', 'X', 0, null)
    expect(store.list('inbox')).toEqual([])
  })

  it('gives the same list until something changed', () => {
    const store = new LiveStore(now)
    store.put('session', 's', 1, { id: 's' })
    const before = store.list('session')
    expect(store.list('session')).toBe(before)
    store.put('session', 's', 2, { id: 's' })
    expect(store.list('session')).not.toBe(before)
  })
})

describe('a snapshot replaces what was known', () => {
  it('of stations and running sessions, and says that all is live', () => {
    const store = new LiveStore(now)
    const stream = new Stream(store, vi.fn())
    store.put('station', 'GONE', 1, { identity: 'GONE' })
    const piece = (body: object) => ({
      event: 'snapshot',
      id: '5',
      data: JSON.stringify({ version: 5, ...body }),
    })
    stream.take(piece({ stations: [{ identity: 'A', version: 1 }], sessions: [], more: true }))
    expect(store.freshness.state).toBe('opening')
    stream.take(piece({ stations: [], sessions: [], more: false }))
    expect(store.list('station').map((one) => one.identity)).toEqual(['A'])
    expect(store.freshness.state).toBe('live')
  })

  it('tells screens what changed afterwards', () => {
    const told = vi.fn()
    const stream = new Stream(new LiveStore(now), told)
    stream.take({ event: 'order', id: '6', data: JSON.stringify({ id: 'o', version: 2, body: { id: 'o' } }) })
    stream.take({ event: 'order', id: '6', data: JSON.stringify({ id: 'o', version: 1, body: { id: 'o' } }) })
    expect(told.mock.calls).toEqual([['order', 'o']])
  })
})
