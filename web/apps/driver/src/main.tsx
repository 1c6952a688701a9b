import '@wattfleet/ui/styles.ts'
import { House } from '@wattfleet/ui/frame/House.tsx'
import { driverTheme } from '@wattfleet/ui/theme.ts'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <House theme={driverTheme}>
    <App />
  </House>,
)
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/driver/sw.js', { scope: '/driver/' })
}
