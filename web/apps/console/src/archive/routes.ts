import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

export const archiveRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/messages',
    component: late(() => import('./ArchivePage.tsx'), 'ArchivePage'),
  }),
] as const
