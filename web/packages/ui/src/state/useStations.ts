import type { StationView } from '@wattfleet/api/generated/shapes.ts'
import { useLiveList, useLiveText } from '@wattfleet/live/live.tsx'
import { useMemo, useRef } from 'react'
import { type Cars, carsText, readCars, withCars } from './cars.ts'

/** What all cars do now. */
export function useCars(): Cars {
  const text = useLiveText('session', carsText)
  return useMemo(() => readCars(text), [text])
}

/** All stations as they are to be shown; one that has not changed stays the same value. */
export function useStations(): readonly StationView[] {
  const told = useLiveList('station')
  const cars = useCars()
  const kept = useRef(new Map<string, { from: StationView; as: StationView; doing: string }>())
  return useMemo(
    () =>
      told.map((from) => {
        const doing = from.connectors.map((one) => cars.get(`${from.identity}/${one.evse}`)).join()
        const known = kept.current.get(from.id)
        if (known?.from === from && known.doing === doing) return known.as
        const as = withCars(from, cars)
        kept.current.set(from.id, { from, as, doing })
        return as
      }),
    [told, cars],
  )
}
