import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./InboxPage.tsx'), 'InboxPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$identity',
  component: lazyRouteComponent(() => import('./InboxPanel.tsx'), 'InboxPanel'),
})

export const inboxRoutes = [list.addChildren([one])] as const
