import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ledger',
  component: late(() => import('./LedgerPage.tsx'), 'LedgerPage'),
})

const lock = createRoute({
  getParentRoute: () => list,
  path: 'lock',
  component: late(() => import('./LockPanel.tsx'), 'LockPanel'),
})

const files = createRoute({
  getParentRoute: () => list,
  path: 'export',
  component: late(() => import('./ExportPanel.tsx'), 'ExportPanel'),
})

const chart = createRoute({
  getParentRoute: () => list,
  path: 'chart',
  component: late(() => import('./ChartPanel.tsx'), 'ChartPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$account',
  component: late(() => import('./PostingsPanel.tsx'), 'PostingsPanel'),
})

export const ledgerRoutes = [list.addChildren([lock, files, chart, one])] as const
