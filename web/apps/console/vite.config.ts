import { defineConfig } from 'vite'
import { consoleTheme } from '../../packages/ui/src/theme.ts'
import { shared } from '../../vite.shared.ts'

export default defineConfig(
  shared({ root: import.meta.dirname, name: 'console', base: '/', theme: consoleTheme }),
)
