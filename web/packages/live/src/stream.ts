/** Keeps a store live: opens the stream, reads it, says when it is stale, and opens it again by itself. */
import { takeBegun } from '@wattfleet/api/begun.ts'
import { authority } from '@wattfleet/api/who.ts'
import { Cutter, type Told } from './sse.ts'
import type { Kind, LiveStore } from './store.ts'

const SILENCE_MS = 40_000
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000]

/** A part of a snapshot; its `version` is the moment of its stations, whose changes carry moments too. */
interface Piece {
  version: number
  stations: readonly { identity: string }[]
  sessions: readonly { id: string; version: number }[]
  more: boolean
}

/** How a stream tells that something changed which screens hold in their cache of queries. */
export type OnChange = (kind: Kind, id: string) => void

export class Stream {
  private last: string | null = null
  private stopped = false
  private tries = 0
  private abort = new AbortController()
  private wake: () => void = () => undefined
  private stations = new Set<string>()
  private sessions = new Set<string>()

  constructor(
    private readonly store: LiveStore,
    private readonly onChange: OnChange,
    private readonly address = '/api/v1/live',
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    // A browser without a network leaves an open stream standing and silent: its word is enough.
    window.addEventListener('offline', this.lost)
    window.addEventListener('online', this.found)
    void this.run()
  }

  stop(): void {
    this.stopped = true
    window.removeEventListener('offline', this.lost)
    window.removeEventListener('online', this.found)
    this.abort.abort()
    this.wake()
  }

  private readonly lost = () => this.abort.abort()

  private readonly found = () => {
    this.tries = 0
    this.wake()
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.listen()
      } catch {
        // Whatever broke it, what is shown is no longer live.
      }
      if (this.stopped) return
      this.store.setFreshness({ state: 'stale', since: this.now() })
      await this.wait(WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)] ?? 1000)
      this.tries += 1
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  private async listen(): Promise<void> {
    const begun = this.last === null ? takeBegun(this.address) : undefined
    this.abort = begun?.abort ?? new AbortController()
    const from = this.last ? `?last_event_id=${this.last}` : ''
    const response =
      (await begun?.answer) ??
      (await fetch(`${this.address}${from}`, {
        headers: { ...authority('GET'), accept: 'text/event-stream' },
        credentials: 'same-origin',
        signal: this.abort.signal,
      }))
    if (!response.ok || !response.body) throw new Error(`live: ${response.status}`)
    const cutter = new Cutter()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await inTime(reader.read(), SILENCE_MS, this.abort)
      if (done) return
      for (const told of cutter.push(value)) this.take(told)
    }
  }

  /** Take one event over. */
  take(told: Told): void {
    if (told.id) this.last = told.id
    const data: unknown = JSON.parse(told.data)
    if (told.event === 'snapshot' || told.event === 'resumed') this.piece(told.event, data as Piece)
    else this.change(told.event as Kind, data as { id: string; version: number; body: unknown })
  }

  private piece(event: string, piece: Piece): void {
    for (const one of piece.stations) {
      this.stations.add(one.identity)
      this.store.put('station', one.identity, piece.version, one)
    }
    for (const one of piece.sessions) {
      this.sessions.add(one.id)
      this.store.put('session', one.id, one.version, one)
    }
    if (piece.more) return
    this.store.retain('station', this.stations)
    if (event === 'snapshot') this.store.retain('session', this.sessions)
    this.stations = new Set()
    this.sessions = new Set()
    this.tries = 0
    this.store.setFreshness({ state: 'live' })
  }

  private change(kind: Kind, data: { id: string; version: number; body: unknown }): void {
    if (this.store.put(kind, data.id, data.version, data.body)) this.onChange(kind, data.id)
  }
}

/** A stream that says nothing, not even that it is there, is broken. */
async function inTime<T>(work: Promise<T>, ms: number, abort: AbortController): Promise<T> {
  const timer = setTimeout(() => abort.abort(), ms)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
