interface Sample {
  at: string
  free_bytes: number | null
}

export interface Growth {
  perDay: number
  from: string
  to: string
}

const DAY_MS = 86_400_000
const TREND_MS = 14 * DAY_MS

/** By how much a disk shrinks in a day, by the straight line closest to the looks of two weeks: as the server
 * reckons the days that are left. Null where it does not shrink. */
export function growth(samples: readonly Sample[]): Growth | null {
  const last = samples.at(-1)
  if (last === undefined) return null
  const end = Date.parse(last.at)
  const seen = samples.flatMap(({ at, free_bytes: free }) =>
    free !== null && end - Date.parse(at) <= TREND_MS ? [{ at, t: Date.parse(at) - end, free }] : [],
  )
  const [first] = seen
  if (first === undefined || seen.length < 3) return null
  const mean = (of: (one: (typeof seen)[number]) => number) =>
    seen.reduce((sum, one) => sum + of(one), 0) / seen.length
  const [t, free] = [mean((one) => one.t), mean((one) => one.free)]
  const above = seen.reduce((sum, one) => sum + (one.t - t) * (one.free - free), 0)
  const below = seen.reduce((sum, one) => sum + (one.t - t) ** 2, 0)
  const perDay = below === 0 ? 0 : (-above / below) * DAY_MS
  return perDay > 0 ? { perDay, from: first.at, to: last.at } : null
}
