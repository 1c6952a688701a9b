import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/seller',
  component: lazyRouteComponent(() => import('./SellerPage.tsx'), 'SellerPage'),
})

export const sellerRoutes = [page] as const
