import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const stationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/stations',
    component: lazyRouteComponent(() => import('./StationList.tsx'), 'StationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/stations/$identity',
    component: lazyRouteComponent(() => import('./StationPage.tsx'), 'StationPage'),
  }),
] as const
