import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people',
  component: late(() => import('./PeoplePage.tsx'), 'PeoplePage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./PersonPanel.tsx'), 'PersonPanel'),
})

export const peopleRoutes = [list.addChildren([one])] as const
