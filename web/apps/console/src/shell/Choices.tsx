import { Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { LANGUAGES, type Language } from '@wattfleet/words/words.ts'

const NAMES: Record<Language, string> = { en: 'English', sv: 'Svenska', de: 'Deutsch' }

/** The reader's own: language, light or dark. */
export function Choices() {
  const t = useWords(shell)
  const { language, speak } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div style={{ display: 'flex', gap: 4 }}>
      <Menu position="top-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`${t('language')}: ${NAMES[language]}`}
          >
            {NAMES[language]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {LANGUAGES.map((one) => (
            <Menu.Item key={one} lang={one} onClick={() => speak(one)}>
              {NAMES[one]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="top-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`${t('appearance')}: ${t(colorScheme)}`}
          >
            {t(colorScheme)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['auto', 'light', 'dark'] as const).map((one) => (
            <Menu.Item key={one} onClick={() => setColorScheme(one)}>
              {t(one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
