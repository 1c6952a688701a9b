import { QueryClientProvider } from '@tanstack/react-query'
import { newCache } from '@wattfleet/api/queries.ts'
import { useState } from 'react'
import { Gate } from './Gate.tsx'
import { Home } from './Home.tsx'

export function App() {
  const [cache] = useState(newCache)
  return (
    <QueryClientProvider client={cache}>
      <Gate>
        <Home />
      </Gate>
    </QueryClientProvider>
  )
}
