import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const comparisonRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/comparison',
    component: lazyRouteComponent(() => import('./ComparisonPage.tsx'), 'ComparisonPage'),
  }),
] as const
