import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts',
  component: late(() => import('./AccountsPage.tsx'), 'AccountsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./AccountPanel.tsx'), 'AccountPanel'),
})

const contract = createRoute({
  getParentRoute: () => list,
  path: '$id/contracts/$contract',
  component: late(() => import('./ContractPanel.tsx'), 'ContractPanel'),
})

export const accountRoutes = [list.addChildren([one, contract])] as const
