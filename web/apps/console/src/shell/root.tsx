import { createRootRoute } from '@tanstack/react-router'
import { readFilters } from '@wattfleet/ui/list/filters.ts'
import { Broken, NotFound } from './Lost.tsx'
import { Shell } from './Shell.tsx'

/** Under it stand the screens of all nouns. */
export const rootRoute = createRootRoute({
  component: Shell,
  validateSearch: readFilters,
  notFoundComponent: NotFound,
  errorComponent: Broken,
})
