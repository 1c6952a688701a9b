import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./TokensPage.tsx'), 'TokensPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./TokenPanel.tsx'), 'TokenPanel'),
})

export const tokenRoutes = [list.addChildren([one])] as const
