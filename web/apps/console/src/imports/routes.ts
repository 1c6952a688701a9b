import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const importRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/import',
    component: late(() => import('./ImportPage.tsx'), 'ImportPage'),
  }),
] as const
