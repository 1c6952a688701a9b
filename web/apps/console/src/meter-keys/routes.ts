import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/meter-keys',
  component: lazyRouteComponent(() => import('./MeterKeysPage.tsx'), 'MeterKeysPage'),
})

const fresh = createRoute({
  getParentRoute: () => list,
  path: 'new',
  component: lazyRouteComponent(() => import('./NewMeterKey.tsx'), 'NewMeterKey'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./MeterKeyPanel.tsx'), 'MeterKeyPanel'),
})

export const meterKeyRoutes = [list.addChildren([fresh, one])] as const
