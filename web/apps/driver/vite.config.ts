import { defineConfig } from 'vite'
import { driverTheme } from '../../packages/ui/src/theme.ts'
import { shared } from '../../vite.shared.ts'

export default defineConfig(
  shared({ root: import.meta.dirname, name: 'driver', base: '/driver/', theme: driverTheme }),
)
