import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/open-items',
  component: lazyRouteComponent(() => import('./OpenItemsPage.tsx'), 'OpenItemsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$account',
  component: lazyRouteComponent(() => import('./AccountItems.tsx'), 'AccountItems'),
})

const bank = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bank',
  component: lazyRouteComponent(() => import('./BankPage.tsx'), 'BankPage'),
})

export const receivableRoutes = [list.addChildren([one]), bank] as const
