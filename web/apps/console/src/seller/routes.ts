import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/seller',
  component: late(() => import('./SellerPage.tsx'), 'SellerPage'),
})

export const sellerRoutes = [page] as const
