import { useWordFor } from '@wattfleet/words/language.tsx'
import type { Book } from '@wattfleet/words/words.ts'

/** How a form calls a field of what is kept: by the last part of its path, as the words of the noun have it. */
export function useLabel(words: Book, otherwise: Readonly<Record<string, string>> = {}) {
  const word = useWordFor(words)
  return (field: string) => {
    const name = field.split('.').at(-1) ?? field
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    return word(otherwise[name] ?? (camel in words ? camel : name))
  }
}
