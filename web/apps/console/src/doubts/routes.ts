import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/doubts',
  component: lazyRouteComponent(() => import('./DoubtsPage.tsx'), 'DoubtsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./DoubtPanel.tsx'), 'DoubtPanel'),
})

const review = createRoute({
  getParentRoute: () => list,
  path: 'sessions/$session',
  component: lazyRouteComponent(() => import('./ReviewPanel.tsx'), 'ReviewPanel'),
})

export const doubtRoutes = [list.addChildren([one, review])] as const
