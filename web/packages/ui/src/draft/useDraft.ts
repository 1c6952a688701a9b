import { useState } from 'react'
import { begun, clashing, follow, type Held, keep, saved, shown, take, typed } from './merge.ts'

/** A form over something that others change too: see `merge.ts` for the rule, `Outcome` for what is said. */
export interface Draft<T> {
  value: T
  set: (part: Partial<T>) => void
  /** What a change names in If-Match. */
  version: number
  /** The version at which others have it by now. */
  at: number
  /** What others changed since she began, and of that what she changed too. */
  news: readonly string[]
  clash: readonly string[]
  base: T
  touched: boolean
  take: () => void
  keep: () => void
  /** What was sent has become this. */
  saved: (made: T, version: number) => void
}

/** `kept` as the server has it at `version`. Whatever is typed stays until it is saved or given up. */
export function useDraft<T extends object>(kept: T, version = 0): Draft<T> {
  const [held, hold] = useState<Held<T>>(() => begun(kept, version))
  const now = follow(held, kept, version)
  if (now !== held) hold(now)
  const value = shown(now)
  return {
    value,
    set: (part) => hold((before) => typed(before, { ...shown(before), ...part })),
    version: now.from,
    at: now.at,
    news: now.news,
    clash: clashing(now),
    base: now.base,
    touched: now.mine !== null,
    take: () => hold(take),
    keep: () => hold(keep),
    saved: (made, at) => hold((before) => saved(before, value, made, at)),
  }
}

/** What a decision is made upon, while somebody types why. */
export interface Seen {
  version: number
  at: number
  changed: boolean
  keep: () => void
}

/** The version that was looked at: the newest until something is typed, and then that one until she goes on. */
export function useSeen(version: number, typing: boolean): Seen {
  const [seen, see] = useState(version)
  if (!typing && seen !== version) see(version)
  return {
    version: typing ? seen : version,
    at: version,
    changed: typing && version > seen,
    keep: () => see(version),
  }
}
