import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/movements',
  component: late(() => import('./MovementsPage.tsx'), 'MovementsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./MovementPanel.tsx'), 'MovementPanel'),
})

export const movementRoutes = [list.addChildren([one])] as const
