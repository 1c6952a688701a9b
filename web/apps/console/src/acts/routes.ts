import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const actRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/acts',
    component: late(() => import('./ActsPage.tsx'), 'ActsPage'),
  }),
] as const
