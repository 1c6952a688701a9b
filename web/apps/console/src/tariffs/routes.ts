import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tariffs',
  component: late(() => import('./TariffsPage.tsx'), 'TariffsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./TariffPanel.tsx'), 'TariffPanel'),
})

export const tariffRoutes = [list.addChildren([one])] as const
