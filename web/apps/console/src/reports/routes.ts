import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  component: late(() => import('./ReportsPage.tsx'), 'ReportsPage'),
})

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/$id',
  component: late(() => import('./ReportPage.tsx'), 'ReportPage'),
})

export const reportRoutes = [list, one] as const
