import type { SessionView } from '@wattfleet/api/generated/shapes.ts'
import { useEffect, useState } from 'react'

interface Kept {
  items: readonly SessionView[] | undefined
  /** When it was last known to be so, in milliseconds. */
  at: number | null
}

/** The newest that the server said, kept on this phone for when there is no network. */
export function useKept(name: string, told: number, fresh: readonly SessionView[]): Kept {
  const place = `wattfleet.driver.${name}`
  const [kept, setKept] = useState<Kept>(() => read(place))
  // What is told anew is kept; the list itself is another array at every drawing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `told` says when the list is another
  useEffect(() => {
    if (told === 0) return
    const next = { items: fresh, at: told }
    setKept(next)
    if (left) return
    try {
      localStorage.setItem(place, JSON.stringify(next))
    } catch {
      // A browser that keeps nothing shows nothing without a network.
    }
  }, [told, place])
  return told === 0 ? kept : { items: fresh, at: told }
}

/** She has signed out: an answer that was still on its way is not kept any more. */
let left = false

/** Forget it: whoever opens this phone next is somebody else. */
export function forget(): void {
  left = true
  try {
    for (const one of Object.keys(localStorage)) {
      if (one.startsWith('wattfleet.driver.')) localStorage.removeItem(one)
    }
  } catch {
    // As above.
  }
}

function read(place: string): Kept {
  try {
    const text = localStorage.getItem(place)
    if (text) return JSON.parse(text) as Kept
  } catch {
    // As above.
  }
  return { items: undefined, at: null }
}
