import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoice-runs',
  component: lazyRouteComponent(() => import('./RunsPage.tsx'), 'RunsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./RunPanel.tsx'), 'RunPanel'),
})

export const runRoutes = [list.addChildren([one])] as const
