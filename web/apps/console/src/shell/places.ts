import {
  type Icon,
  IconBell,
  IconBolt,
  IconBuilding,
  IconChargingPile,
  IconHeartbeat,
  IconHelpHexagon,
  IconInbox,
  IconKey,
  IconLayoutDashboard,
  IconMap2,
  IconNfc,
  IconReceipt,
} from '@tabler/icons-react'
import type { shell } from '@wattfleet/words/shell.ts'

export interface Place {
  to:
    | '/'
    | '/map'
    | '/stations'
    | '/sessions'
    | '/doubts'
    | '/alarms'
    | '/health'
    | '/inbox'
    | '/sites'
    | '/tokens'
    | '/tariffs'
    | '/keys'
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
      { to: '/doubts', name: 'doubts', Icon: IconHelpHexagon, needs: 'doubts:read' },
      { to: '/alarms', name: 'alarms', Icon: IconBell, needs: 'alarms:read' },
      { to: '/inbox', name: 'inbox', Icon: IconInbox, needs: 'inbox:read' },
    ],
  },
  {
    name: 'fleet',
    places: [
      { to: '/sites', name: 'sites', Icon: IconBuilding, needs: 'sites:read' },
      { to: '/tokens', name: 'tokens', Icon: IconNfc, needs: 'tokens:read' },
      { to: '/tariffs', name: 'tariffs', Icon: IconReceipt, needs: 'tariffs:read' },
    ],
  },
  {
    name: 'system',
    places: [
      { to: '/health', name: 'health', Icon: IconHeartbeat, needs: 'health:read' },
      { to: '/keys', name: 'keys', Icon: IconKey, needs: 'keys:read' },
    ],
  },
]
