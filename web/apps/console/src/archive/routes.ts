import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

export const archiveRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/messages',
    component: lazyRouteComponent(() => import('./ArchivePage.tsx'), 'ArchivePage'),
  }),
] as const
