import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites',
  component: late(() => import('./SitesPage.tsx'), 'SitesPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./SitePanel.tsx'), 'SitePanel'),
})

export const siteRoutes = [list.addChildren([one])] as const
