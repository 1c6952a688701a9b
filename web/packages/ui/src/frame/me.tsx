import type { MeView } from '@wattfleet/api/generated/shapes.ts'
import { createContext, useContext } from 'react'

/** Who looks. Screens ask what she may do; what she may not is absent, not grey. */
export const MeContext = createContext<MeView | null>(null)

export function useMe(): MeView {
  const me = useContext(MeContext)
  if (me === null) throw new Error('nobody is signed in')
  return me
}

export function useMay(): (scope: string) => boolean {
  const { may } = useMe()
  return (scope) => may.includes(scope)
}
