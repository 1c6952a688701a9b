/** Words in three languages, side by side, so that none can be forgotten: a missing one is a type error. */

export const LANGUAGES = ['en', 'sv', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** English, Swedish, German. */
export type Phrase = readonly [en: string, sv: string, de: string]
export type Book = Readonly<Record<string, Phrase>>
export type Values = Readonly<Record<string, string | number>>
export type Say<B extends Book> = (key: keyof B & string, values?: Values) => string

const PLACE: Record<Language, number> = { en: 0, sv: 1, de: 2 }

/** A book of words; `{name}` stands for a value, `{n|one|many}` for a word that follows a number. */
export function book<const B extends Book>(words: B): B {
  return words
}

export function phrase(one: Phrase, language: Language, values: Values = {}): string {
  const text = one[PLACE[language]] ?? one[0]
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name: string, single, many) => {
    const value = values[name]
    if (value === undefined) return whole
    if (single === undefined) return String(value)
    return plural(language, Number(value)) === 'one' ? single : many
  })
}

const rules = new Map<Language, Intl.PluralRules>()

function plural(language: Language, n: number): Intl.LDMLPluralRule {
  const known = rules.get(language) ?? new Intl.PluralRules(language)
  rules.set(language, known)
  return known.select(n)
}

/** The language of a browser that asks for these, best first. */
export function chosen(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((one) => tag.toLowerCase().startsWith(one))
    if (found) return found
  }
  return 'en'
}
