import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices',
  component: late(() => import('./InvoicesPage.tsx'), 'InvoicesPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./InvoicePanel.tsx'), 'InvoicePanel'),
})

export const invoiceRoutes = [list.addChildren([one])] as const
