/** The tree of addresses. Each noun brings its own branch; here they are only put together. */
import { createRouter } from '@tanstack/react-router'
import { overviewRoutes } from './overview/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { rootRoute } from './shell/root.tsx'
import { stationRoutes } from './stations/routes.ts'

export const router = createRouter({
  routeTree: rootRoute.addChildren([...overviewRoutes, ...stationRoutes, ...sessionRoutes]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  // Every value of an address is a word: `?site=12` stays a text.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const words = new URLSearchParams()
    for (const [name, value] of Object.entries(search)) if (value) words.set(name, String(value))
    const text = words.toString()
    return text ? `?${text}` : ''
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
