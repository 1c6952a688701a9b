/** From what a meter told to a curve of power. */
import type { ReadingView } from '@wattfleet/api/generated/shapes.ts'

type Point = readonly [ms: number, kw: number | null]

/** kW over time: what the station measured, or, where it told only a register, the mean between two of them. */
export function powerOf(readings: readonly ReadingView[]): Point[] {
  const measured = readings.flatMap((one): Point[] => {
    const kw = measuredKw(one)
    return kw === null ? [] : [[Date.parse(one.at), kw]]
  })
  return (measured.length > 1 ? measured : meansOf(readings)).sort(([a], [b]) => a - b)
}

function measuredKw({ values }: ReadingView): number | null {
  const power = values.filter((one) => one.measurand === 'power_import')
  const whole = power.find((one) => !one.phase)
  if (whole) return toKilo(whole.value, whole.unit)
  const phases = power.filter((one) => /^L[123](-N)?$/.test(one.phase ?? ''))
  return phases.length ? phases.reduce((sum, one) => sum + toKilo(one.value, one.unit), 0) : null
}

function meansOf(readings: readonly ReadingView[]): Point[] {
  const registers = readings.flatMap((one): [number, number][] => {
    const found = one.values.find((value) => value.measurand === 'energy_import' && !value.phase)
    return found ? [[Date.parse(one.at), toKilo(found.value, found.unit)]] : []
  })
  registers.sort(([a], [b]) => a - b)
  return registers.slice(1).map(([at, kwh], index): Point => {
    const [before = at, from = kwh] = registers[index] ?? []
    const hours = (at - before) / 3_600_000
    return [at, hours > 0 ? (kwh - from) / hours : null]
  })
}

function toKilo(value: string, unit: string | undefined): number {
  return unit?.startsWith('k') ? Number(value) : Number(value) / 1000
}

/** The last value of a measurand over time, such as `soc`. */
export function valuesOf(readings: readonly ReadingView[], measurand: string): Point[] {
  return readings
    .flatMap((one): Point[] => {
      const found = one.values.find((value) => value.measurand === measurand && !value.phase)
      return found ? [[Date.parse(one.at), Number(found.value)]] : []
    })
    .sort(([a], [b]) => a - b)
}
