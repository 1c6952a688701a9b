import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/movements',
  component: lazyRouteComponent(() => import('./MovementsPage.tsx'), 'MovementsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./MovementPanel.tsx'), 'MovementPanel'),
})

export const movementRoutes = [list.addChildren([one])] as const
