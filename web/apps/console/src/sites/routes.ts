import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites',
  component: lazyRouteComponent(() => import('./SitesPage.tsx'), 'SitesPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./SitePanel.tsx'), 'SitePanel'),
})

export const siteRoutes = [list.addChildren([one])] as const
