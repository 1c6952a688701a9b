import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alarms',
  component: lazyRouteComponent(() => import('./AlarmsPage.tsx'), 'AlarmsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./AlarmPanel.tsx'), 'AlarmPanel'),
})

const channels = createRoute({
  getParentRoute: () => rootRoute,
  path: '/channels',
  component: lazyRouteComponent(() => import('./ChannelsPage.tsx'), 'ChannelsPage'),
})

export const alarmRoutes = [list.addChildren([one]), channels] as const
