import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: late(() => import('./InboxPage.tsx'), 'InboxPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$identity',
  component: late(() => import('./InboxPanel.tsx'), 'InboxPanel'),
})

export const inboxRoutes = [list.addChildren([one])] as const
