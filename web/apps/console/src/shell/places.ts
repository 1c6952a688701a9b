import { type Icon, IconBolt, IconChargingPile, IconLayoutDashboard, IconMap2 } from '@tabler/icons-react'
import type { shell } from '@wattfleet/words/shell.ts'

export interface Place {
  to: '/' | '/map' | '/stations' | '/sessions'
  name: keyof typeof shell
  Icon: Icon
  needs: string
}

/** Where one can go, and what one must be able to do there. */
export const GROUPS: readonly { name: keyof typeof shell; places: readonly Place[] }[] = [
  {
    name: 'operate',
    places: [
      { to: '/', name: 'overview', Icon: IconLayoutDashboard, needs: 'stations:read' },
      { to: '/map', name: 'map', Icon: IconMap2, needs: 'sites:read' },
      { to: '/stations', name: 'stations', Icon: IconChargingPile, needs: 'stations:read' },
      { to: '/sessions', name: 'sessions', Icon: IconBolt, needs: 'sessions:read' },
    ],
  },
]
