import {
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  type MantineThemeOverride,
  mergeMantineTheme,
} from '@mantine/core'
import react from '@vitejs/plugin-react'
import type { Plugin, UserConfig } from 'vite'

interface App {
  root: string
  name: string
  base: string
  theme: MantineThemeOverride
}

/** What both apps are built with. The server's address is for `npm run dev` alone. */
export function shared({ root, name, base, theme }: App): UserConfig {
  const server = process.env.WATTFLEET_URL ?? 'http://127.0.0.1:8080'
  return {
    root,
    base,
    plugins: [react(), themeSheet(theme)],
    build: {
      outDir: `../../dist/${name}`,
      emptyOutDir: true,
      target: 'es2022',
      manifest: 'parts.json',
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      assetsInlineLimit: 0,
      rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
    },
    server: { proxy: { '/api': server, '/docs': server } },
  }
}

/** What every screen needs, in few files: a browser asks for six at a time, and each round costs a way there
 * and back. Before, a first visit asked for thirty. */
const GROUPS = [
  { name: 'base', test: /node_modules\/(react|react-dom|scheduler|@tanstack|@mantine|@floating-ui)\// },
  { name: 'house', test: /packages\/(api|live|ui\/src\/(frame|show|state|list))\// },
]

const SHEET = 'virtual:theme.css'

/** The theme as a style sheet: a page that allows no inline styles cannot make one while it runs. */
function themeSheet(theme: MantineThemeOverride): Plugin {
  return {
    name: 'theme-sheet',
    resolveId: (id) => (id === SHEET ? `\0${SHEET}` : null),
    load: (id) => (id === `\0${SHEET}` ? sheet(theme) : null),
  }
}

function sheet(theme: MantineThemeOverride): string {
  const { variables, light, dark } = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
  const block = (selector: string, some: Record<string, string>) =>
    `${selector}{${Object.entries(some)
      .map(([key, value]) => `${key}:${value}`)
      .join(';')}}`
  return [
    block(':root', variables),
    block(":root[data-mantine-color-scheme='light']", light),
    block(":root[data-mantine-color-scheme='dark']", dark),
  ].join('\n')
}
