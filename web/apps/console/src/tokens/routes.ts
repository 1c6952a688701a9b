import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tokens',
  component: late(() => import('./TokensPage.tsx'), 'TokensPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./TokenPanel.tsx'), 'TokenPanel'),
})

export const tokenRoutes = [list.addChildren([one])] as const
