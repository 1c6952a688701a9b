/** Live state: each thing once, by kind and id, and never older than what was shown before.
 *
 * Screens subscribe to one thing, to all of a kind, or to how fresh the whole is. Changes are gathered and told
 * five times a second, so that five hundred stations that speak at once cost one drawing. */
import type {
  AlarmView,
  InboxView,
  OrderView,
  SessionView,
  SiteView,
  StationView,
} from '@wattfleet/api/generated/shapes.ts'

export interface Kinds {
  station: StationView
  session: SessionView
  order: OrderView
  inbox: InboxView
  site: SiteView
  token: { id: string; version: number }
  tariff: { id: string; version: number }
  alarm: AlarmView
}
export type Kind = keyof Kinds

export type Freshness = { state: 'opening' } | { state: 'live' } | { state: 'stale'; since: number }

interface Held {
  version: number
  body: unknown
}

export class LiveStore {
  private readonly held = new Map<Kind, Map<string, Held>>()
  private readonly lists = new Map<Kind, readonly unknown[]>()
  private readonly listeners = new Map<string, Set<() => void>>()
  private readonly touched = new Set<string>()
  private scheduled = false
  freshness: Freshness = { state: 'opening' }

  constructor(private readonly later: (run: () => void) => void = (run) => setTimeout(run, 200)) {}

  /** Keep what is newer or equal; a body of null is gone. True when something changed.
   * Knocking counts attempts from one again after a forgetting, so that its last word always holds. */
  put(kind: Kind, id: string, version: number, body: unknown): boolean {
    const all = this.all(kind)
    const known = all.get(id)
    if (known && body !== null && kind !== 'inbox' && known.version > version) return false
    if (body === null) all.delete(id)
    else all.set(id, { version, body })
    this.touch(kind, id)
    return true
  }

  /** Only these of a kind are left: what a whole snapshot did not name is gone. */
  retain(kind: Kind, ids: ReadonlySet<string>): void {
    for (const id of [...this.all(kind).keys()]) {
      if (ids.has(id)) continue
      this.all(kind).delete(id)
      this.touch(kind, id)
    }
  }

  one<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.held.get(kind)?.get(id)?.body as Kinds[K] | undefined
  }

  /** All of a kind; the same array until one of them changes. */
  list<K extends Kind>(kind: K): readonly Kinds[K][] {
    const known = this.lists.get(kind)
    if (known) return known as readonly Kinds[K][]
    const made = [...this.all(kind).values()].map((one) => one.body)
    this.lists.set(kind, made)
    return made as Kinds[K][]
  }

  setFreshness(next: Freshness): void {
    if (next.state === this.freshness.state) return
    this.freshness = next
    this.touch('freshness')
    // Whoever waits for a first picture, or for news of a break, does not wait for others to be gathered.
    this.tell()
  }

  subscribe(topic: string, listener: () => void): () => void {
    const some = this.listeners.get(topic) ?? new Set()
    this.listeners.set(topic, some.add(listener))
    return () => some.delete(listener)
  }

  private all(kind: Kind): Map<string, Held> {
    const known = this.held.get(kind)
    if (known) return known
    const made = new Map<string, Held>()
    this.held.set(kind, made)
    return made
  }

  private touch(kind: string, id?: string): void {
    this.touched.add(kind)
    if (id !== undefined) this.touched.add(`${kind}/${id}`)
    if (this.scheduled) return
    this.scheduled = true
    this.later(() => this.tell())
  }

  private tell(): void {
    this.scheduled = false
    const topics = [...this.touched]
    this.touched.clear()
    for (const topic of topics) this.lists.delete(topic as Kind)
    for (const topic of topics) for (const listener of this.listeners.get(topic) ?? []) listener()
  }
}
