/** A station's composite schedule as a line that can be drawn. Source: OCPP 1.6 §6.21, OCPP 2.0.1 part 2 §3. */
import type { ChargingProfile } from '@wattfleet/api/generated/shapes.ts'

const VOLTS = 230

export interface Schedule {
  /** Whether ampere were turned into kW at 230 V. */
  amps: boolean
  points: readonly (readonly [ms: number, kw: number])[]
}

interface Period {
  startPeriod: number
  limit: number
  numberPhases?: number
}

interface Told {
  scheduleStart?: string
  duration?: number
  chargingRateUnit?: string
  chargingSchedulePeriod?: readonly Period[]
}

/** 1.6 answers `scheduleStart` beside `chargingSchedule`; 2.x answers one `schedule`. */
export function scheduleOf(answer: unknown): Schedule | null {
  const said = answer as (Told & { chargingSchedule?: Told; schedule?: Told }) | null
  const told = said?.chargingSchedule ?? said?.schedule
  const start = Date.parse(said?.scheduleStart ?? told?.scheduleStart ?? '')
  const periods = told?.chargingSchedulePeriod ?? []
  if (Number.isNaN(start) || periods.length === 0) return null
  const amps = told?.chargingRateUnit !== 'W'
  const kw = (one: Period) => (amps ? one.limit * VOLTS * (one.numberPhases ?? 3) : one.limit) / 1000
  const points = periods.map((one) => [start + one.startPeriod * 1000, kw(one)] as const)
  const last = points.at(-1)
  const end = start + (told?.duration ?? 86_400) * 1000
  return { amps, points: last && end > last[0] ? [...points, [end, last[1]]] : points }
}

/** One limit for every session, until it is cleared. */
export function limitProfile(limit: string, unit: 'A' | 'W'): ChargingProfile {
  return {
    purpose: 'tx_default',
    kind: 'relative',
    stack_level: 0,
    unit,
    periods: [{ start_s: 0, limit }],
  }
}
