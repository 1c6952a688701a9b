import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoice-runs',
  component: late(() => import('./RunsPage.tsx'), 'RunsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./RunPanel.tsx'), 'RunPanel'),
})

export const runRoutes = [list.addChildren([one])] as const
