import type { ReadingView } from '@wattfleet/api/generated/shapes.ts'
import { milli } from '@wattfleet/ui/show/numbers.ts'

/** The readings that tell the register of the whole meter, in Wh, by time. */
export function registersOf(readings: readonly ReadingView[]): { reading: ReadingView; wh: string }[] {
  return readings
    .flatMap((reading) => {
      const found = reading.values.find(
        (one) => one.measurand === 'energy_import' && !one.phase && !one.signed,
      )
      if (found === undefined) return []
      return [{ reading, wh: found.unit?.startsWith('k') ? milli(found.value) : found.value }]
    })
    .sort((one, other) => one.reading.at.localeCompare(other.reading.at))
}
