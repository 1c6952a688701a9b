import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices',
  component: lazyRouteComponent(() => import('./InvoicesPage.tsx'), 'InvoicesPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./InvoicePanel.tsx'), 'InvoicePanel'),
})

export const invoiceRoutes = [list.addChildren([one])] as const
