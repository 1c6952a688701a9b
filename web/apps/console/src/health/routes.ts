import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const healthRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/health',
    component: lazyRouteComponent(() => import('./HealthPage.tsx'), 'HealthPage'),
  }),
] as const
