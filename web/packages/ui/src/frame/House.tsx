import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { LanguageProvider } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import { Refusals } from './Refusals.tsx'

/** What every app stands in: theme, light or dark as the reader's machine has it, language.
 *
 * The theme's variables come as a style sheet (vite.shared.ts), since the page allows no styles made in place. */
export function House({ theme, children }: { theme: MantineThemeOverride; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateCssVariables={false}
    >
      <LanguageProvider>
        <Refusals />
        {children}
      </LanguageProvider>
    </MantineProvider>
  )
}
