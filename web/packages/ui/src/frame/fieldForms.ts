/** What a field must be, inside a sentence about it; loaded with the words of refusals. */
import { forms } from '@wattfleet/words/forms.ts'
import type { Language, Values } from '@wattfleet/words/words.ts'
import { readBack } from '../show/readBack.ts'
import { sentence } from '../show/told.ts'

/** Of the hint to a field, what form it has; what the documentation says of it besides is English. */
export function withoutAbout(hint: string): string {
  return /^Write .*?\.(?= [A-ZÄÖ“])/s.exec(hint)?.[0] ?? hint
}

/** What a field must be is a value of its sentence, and words as well. */
export function formsIn(values: Values, language: Language, locale: string): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, formIn(String(value), language, locale)]),
  )
}

export function formIn(text: string, language: Language, locale: string): string {
  const found = readBack(text, forms)
  if (found !== null) {
    const { list, field, ...inner } = found.values
    const values = {
      ...formsIn(inner, language, locale),
      ...(list ? { list } : {}),
      ...(field ? { field } : {}),
    }
    return sentence(found.code, values, language, locale, forms) ?? text
  }
  const either = text.split(' or ')
  if (either.length < 2) return text
  return either
    .map((one) => formIn(one, language, locale))
    .join({ en: ' or ', sv: ' eller ', de: ' oder ' }[language])
}
