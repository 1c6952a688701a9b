import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'
import { Board } from './Board.tsx'

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    // The first screen comes with the house: to load it by itself is another way there and back.
    component: Board,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/map',
    component: late(() => import('./MapPage.tsx'), 'MapPage'),
  }),
] as const
