import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    component: lazyRouteComponent(() => import('./Board.tsx'), 'Board'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/map',
    component: lazyRouteComponent(() => import('./MapPage.tsx'), 'MapPage'),
  }),
] as const
