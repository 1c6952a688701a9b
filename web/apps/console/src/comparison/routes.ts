import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const comparisonRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/comparison',
    component: late(() => import('./ComparisonPage.tsx'), 'ComparisonPage'),
  }),
] as const
