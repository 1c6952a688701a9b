import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./AccountsPage.tsx'), 'AccountsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./AccountPanel.tsx'), 'AccountPanel'),
})

const contract = createRoute({
  getParentRoute: () => list,
  path: '$id/contracts/$contract',
  component: lazyRouteComponent(() => import('./ContractPanel.tsx'), 'ContractPanel'),
})

export const accountRoutes = [list.addChildren([one, contract])] as const
