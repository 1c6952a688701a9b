import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./LedgerPage.tsx'), 'LedgerPage'),
})

const lock = createRoute({
  getParentRoute: () => list,
  path: 'lock',
  component: lazyRouteComponent(() => import('./LockPanel.tsx'), 'LockPanel'),
})

const files = createRoute({
  getParentRoute: () => list,
  path: 'export',
  component: lazyRouteComponent(() => import('./ExportPanel.tsx'), 'ExportPanel'),
})

const chart = createRoute({
  getParentRoute: () => list,
  path: 'chart',
  component: lazyRouteComponent(() => import('./ChartPanel.tsx'), 'ChartPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$account',
  component: lazyRouteComponent(() => import('./PostingsPanel.tsx'), 'PostingsPanel'),
})

export const ledgerRoutes = [list.addChildren([lock, files, chart, one])] as const
