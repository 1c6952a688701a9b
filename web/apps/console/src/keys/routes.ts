import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const keyRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/keys',
    component: late(() => import('./KeysPage.tsx'), 'KeysPage'),
  }),
] as const
