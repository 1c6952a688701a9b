/**
 * Two people at one thing: what became of it while somebody typed.
 *
 * A field that she did not touch follows the server; one that she did stays hers, whatever the server says now.
 * Objects are looked into field by field. A list is one field: what its lines are to each other nobody else knows.
 */

/** What was started from, what she has made of it, and whether somebody else came between. */
export interface Held<T> {
  /** As the server has it, as far as we know. */
  base: T
  /** At which version that is. */
  at: number
  /** What she typed, among all else; null while she has touched nothing. */
  mine: T | null
  /** The version that a change names: where she began, until she has said that she saw the newer one. */
  from: number
  /** The fields that somebody else changed since. */
  news: readonly string[]
}

export function begun<T>(kept: T, version: number): Held<T> {
  return { base: kept, at: version, mine: null, from: version, news: [] }
}

/** What the screen shows. */
export function shown<T>({ base, mine }: Held<T>): T {
  return mine ?? base
}

export function typed<T>(held: Held<T>, next: T): Held<T> {
  return same(next, held.base) ? begun(held.base, held.at) : { ...held, mine: next }
}

/** The server has it at `version` now. */
export function follow<T>(held: Held<T>, kept: T, version: number): Held<T> {
  if (version <= held.at) return held
  if (held.mine === null) return begun(kept, version)
  const news = [...new Set([...held.news, ...differing(kept, held.base, held.mine)])]
  // Where nothing that she sees is another, there is nothing to tell.
  const from = news.length === 0 ? version : held.from
  return typed({ ...held, base: kept, at: version, from, news }, merged(held.base, held.mine, kept))
}

/** She has seen it, and goes on with what she typed. */
export function keep<T>(held: Held<T>): Held<T> {
  return { ...held, from: held.at, news: [] }
}

/** She gives up what she typed. */
export function take<T>(held: Held<T>): Held<T> {
  return begun(held.base, held.at)
}

/** What she sent has become `made`; what she typed after that stays. */
export function saved<T>(held: Held<T>, sent: T, made: T, version: number): Held<T> {
  const next = begun(made, version)
  return held.mine === null ? next : typed(next, merged(sent, held.mine, made))
}

/** The fields of `news` in which both of them wrote something else. */
export function clashing<T>({ base, mine, news }: Held<T>): string[] {
  return mine === null ? [] : news.filter((one) => !same(fieldOf(base, one), fieldOf(mine, one)))
}

export function fieldOf(of: unknown, path: string): unknown {
  return path.split('.').reduce((at: unknown, name) => (isFields(at) ? at[name] : undefined), of)
}

/** Theirs where she touched nothing, hers where she did. */
export function merged<T>(base: T, mine: T, theirs: T): T {
  if (same(base, mine)) return theirs
  if (!isFields(base) || !isFields(mine) || !isFields(theirs)) return mine
  const all = names(base, mine, theirs).map((name) => [name, merged(base[name], mine[name], theirs[name])])
  // What one of them took away is not there.
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as T
}

export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, at) => same(one, b[at]))
  }
  return isFields(a) && isFields(b) && names(a, b).every((name) => same(a[name], b[name]))
}

/** The fields of `theirs` that are neither as they were nor as she has them. */
function differing(theirs: unknown, base: unknown, mine: unknown, path = ''): string[] {
  if (same(theirs, base) || same(theirs, mine)) return []
  if (!isFields(theirs) || !isFields(base) || !isFields(mine)) return [path]
  return names(theirs, base).flatMap((name) =>
    differing(theirs[name], base[name], mine[name], path ? `${path}.${name}` : name),
  )
}

type Fields = Readonly<Record<string, unknown>>

function isFields(of: unknown): of is Fields {
  return typeof of === 'object' && of !== null && !Array.isArray(of)
}

function names(...of: readonly Fields[]): string[] {
  return [...new Set(of.flatMap((one) => Object.keys(one)))]
}
