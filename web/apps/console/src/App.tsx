import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { newCache } from '@wattfleet/api/queries.ts'
import { useState } from 'react'
import { router } from './router.ts'
import { Gate } from './shell/Gate.tsx'

// The screen of this address comes while the server is asked who is here, not after it.
void router.preloadRoute({ to: location.pathname } as never)

export function App() {
  const [cache] = useState(newCache)
  return (
    <QueryClientProvider client={cache}>
      <Gate>
        <RouterProvider router={router} />
      </Gate>
    </QueryClientProvider>
  )
}
