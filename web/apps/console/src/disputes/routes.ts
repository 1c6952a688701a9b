import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/disputes',
  component: late(() => import('./DisputesPage.tsx'), 'DisputesPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: late(() => import('./NewDispute.tsx'), 'NewDispute'),
})

const clock = createRoute({
  getParentRoute: () => list,
  path: 'clock',
  component: late(() => import('./ClockPanel.tsx'), 'ClockPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./DisputePanel.tsx'), 'DisputePanel'),
})

export const disputeRoutes = [list.addChildren([fresh, clock, one])] as const
