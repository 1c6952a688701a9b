import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions',
  component: late(() => import('./SessionsPage.tsx'), 'SessionsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./SessionPanel.tsx'), 'SessionPanel'),
})

export const sessionRoutes = [list.addChildren([one])] as const
