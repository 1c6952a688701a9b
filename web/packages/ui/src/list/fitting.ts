import { type RefObject, useEffect, useMemo, useState } from 'react'

interface Track {
  width: string
  wide?: boolean
}

const GAP_PX = 16
const EDGE_PX = 24

/** The columns for which there is room: a list never has to be pushed sideways. What is left out stands in the detail. */
export function useFitting<C extends Track>(
  box: RefObject<HTMLElement | null>,
  columns: readonly C[],
  drawn: boolean,
): readonly C[] {
  const [room, setRoom] = useState(() => window.innerWidth)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is there once rows are drawn
  useEffect(() => {
    const at = box.current
    if (at === null) return
    const watcher = new ResizeObserver(() => setRoom(at.clientWidth))
    watcher.observe(at)
    return () => watcher.disconnect()
  }, [box, drawn])
  return useMemo(() => fitting(columns, room), [columns, room])
}

/** Those that are needed first, in their order; then, where room is left, those for wide screens. */
export function fitting<C extends Track>(columns: readonly C[], room: number): readonly C[] {
  const chosen = new Set<C>()
  let left = room - EDGE_PX + GAP_PX
  for (const wide of [false, true]) {
    for (const one of columns) {
      if ((one.wide ?? false) !== wide) continue
      const needs = leastOf(one.width) + GAP_PX
      if (needs > left && chosen.size > 0) return columns.filter((other) => chosen.has(other))
      chosen.add(one)
      left -= needs
    }
  }
  return columns
}

/** `minmax(140px, 2fr)` needs 140. */
function leastOf(track: string): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 80)
}
