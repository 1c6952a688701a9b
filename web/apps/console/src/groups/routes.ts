import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tariff-groups',
  component: late(() => import('./GroupsPage.tsx'), 'GroupsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./GroupPanel.tsx'), 'GroupPanel'),
})

export const groupRoutes = [list.addChildren([one])] as const
