import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tariffs',
  component: lazyRouteComponent(() => import('./TariffsPage.tsx'), 'TariffsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./TariffPanel.tsx'), 'TariffPanel'),
})

export const tariffRoutes = [list.addChildren([one])] as const
