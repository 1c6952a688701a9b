import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/meter-keys',
  component: late(() => import('./MeterKeysPage.tsx'), 'MeterKeysPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: late(() => import('./NewMeterKey.tsx'), 'NewMeterKey'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./MeterKeyPanel.tsx'), 'MeterKeyPanel'),
})

export const meterKeyRoutes = [list.addChildren([fresh, one])] as const
