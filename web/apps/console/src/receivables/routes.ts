import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/open-items',
  component: late(() => import('./OpenItemsPage.tsx'), 'OpenItemsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$account',
  component: late(() => import('./AccountItems.tsx'), 'AccountItems'),
})

const bank = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bank',
  component: late(() => import('./BankPage.tsx'), 'BankPage'),
})

export const receivableRoutes = [list.addChildren([one]), bank] as const
