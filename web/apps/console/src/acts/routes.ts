import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const actRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/acts',
    component: lazyRouteComponent(() => import('./ActsPage.tsx'), 'ActsPage'),
  }),
] as const
