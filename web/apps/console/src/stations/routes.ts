import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const stationRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/stations',
    component: late(() => import('./StationList.tsx'), 'StationList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/stations/$identity',
    component: late(() => import('./StationPage.tsx'), 'StationPage'),
  }),
] as const
