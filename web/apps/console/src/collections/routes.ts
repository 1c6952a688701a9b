import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/collections',
  component: late(() => import('./CollectionsPage.tsx'), 'CollectionsPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: late(() => import('./NewCollection.tsx'), 'NewCollection'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./CollectionPanel.tsx'), 'CollectionPanel'),
})

export const collectionRoutes = [list.addChildren([fresh, one])] as const
