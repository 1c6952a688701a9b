import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { type Book, chosen, LANGUAGES, type Language, phrase, type Say } from './words.ts'

export interface Spoken {
  language: Language
  locale: string
  speak: (language: Language) => void
}

const KEPT = 'wattfleet.language'
const LOCALES: Record<Language, string> = { en: 'en-GB', sv: 'sv-SE', de: 'de-DE' }
const Context = createContext<Spoken>({ language: 'en', locale: 'en-GB', speak: () => undefined })

/** Each language by its own name, as a list to choose from. */
export const LANGUAGE_NAMES = [
  { value: 'en', label: 'English' },
  { value: 'sv', label: 'Svenska' },
  { value: 'de', label: 'Deutsch' },
]

export function LanguageProvider({ children, first }: { children: ReactNode; first?: Language }) {
  const [language, speak] = useState<Language>(first ?? remembered())
  useEffect(() => {
    document.documentElement.lang = language
    try {
      localStorage.setItem(KEPT, language)
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  }, [language])
  const value = useMemo(() => ({ language, locale: localeOf(language), speak }), [language])
  return <Context value={value}>{children}</Context>
}

export function useLanguage(): Spoken {
  return useContext(Context)
}

/** The words of a book in the reader's language. */
export function useWords<B extends Book>(words: B): Say<B> {
  const { language } = useLanguage()
  return useMemo(
    () => (key, values) => {
      const one = words[key]
      return one ? phrase(one, language, values) : key
    },
    [words, language],
  )
}

/** A word for a value that the server may name anew one day: then it is shown as it came. */
export function useWordFor(words: Book, prefix = ''): (value: string) => string {
  const { language } = useLanguage()
  return useCallback(
    (value) => {
      const one = words[prefix + value]
      return one ? phrase(one, language) : value.replaceAll('_', ' ')
    },
    [words, prefix, language],
  )
}

function remembered(): Language {
  try {
    const kept = localStorage.getItem(KEPT)
    const found = LANGUAGES.find((one) => one === kept)
    if (found) return found
  } catch {
    // As above.
  }
  return chosen(navigator.languages)
}

/** How numbers and days are written: the browser's own region where it is of the language. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? LOCALES[language]
}
