import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/doubts',
  component: late(() => import('./DoubtsPage.tsx'), 'DoubtsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./DoubtPanel.tsx'), 'DoubtPanel'),
})

const review = createRoute({
  getParentRoute: () => list,
  path: 'sessions/$session',
  component: late(() => import('./ReviewPanel.tsx'), 'ReviewPanel'),
})

export const doubtRoutes = [list.addChildren([one, review])] as const
