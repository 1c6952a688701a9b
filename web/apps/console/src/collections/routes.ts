import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/collections',
  component: lazyRouteComponent(() => import('./CollectionsPage.tsx'), 'CollectionsPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: lazyRouteComponent(() => import('./NewCollection.tsx'), 'NewCollection'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./CollectionPanel.tsx'), 'CollectionPanel'),
})

export const collectionRoutes = [list.addChildren([fresh, one])] as const
