import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/disputes',
  component: lazyRouteComponent(() => import('./DisputesPage.tsx'), 'DisputesPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: lazyRouteComponent(() => import('./NewDispute.tsx'), 'NewDispute'),
})

const clock = createRoute({
  getParentRoute: () => list,
  path: 'clock',
  component: lazyRouteComponent(() => import('./ClockPanel.tsx'), 'ClockPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./DisputePanel.tsx'), 'DisputePanel'),
})

export const disputeRoutes = [list.addChildren([fresh, clock, one])] as const
