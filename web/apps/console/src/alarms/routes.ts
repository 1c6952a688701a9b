import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alarms',
  component: late(() => import('./AlarmsPage.tsx'), 'AlarmsPage'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./AlarmPanel.tsx'), 'AlarmPanel'),
})

const channels = createRoute({
  getParentRoute: () => rootRoute,
  path: '/channels',
  component: late(() => import('./ChannelsPage.tsx'), 'ChannelsPage'),
})

export const alarmRoutes = [list.addChildren([one]), channels] as const
