import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const keyRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/keys',
    component: lazyRouteComponent(() => import('./KeysPage.tsx'), 'KeysPage'),
  }),
] as const
