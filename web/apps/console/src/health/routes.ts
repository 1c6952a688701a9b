import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const healthRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/health',
    component: late(() => import('./HealthPage.tsx'), 'HealthPage'),
  }),
] as const
