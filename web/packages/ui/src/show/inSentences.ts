/** Texts of several sentences: each is looked for by itself, the longest first. */

/** What `known` makes of all of the text, or of its sentences one by one; null where one of them is new. */
export function inSentences<T>(text: string, known: (sentence: string) => T | null): T[] | null {
  const whole = known(text)
  if (whole !== null) return [whole]
  const ends = [...text.matchAll(/(?<=[.?!]) /g)].map(({ index }) => index).reverse()
  for (const end of ends) {
    const first = known(text.slice(0, end))
    const rest = first === null ? null : inSentences(text.slice(end + 1), known)
    if (first !== null && rest !== null) return [first, ...rest]
  }
  return null
}

/** What to do as a program or at a command line is of no use at a screen. */
export function forScreen(hint: string): string {
  return /`?wattfleet [a-z]|\/api\/v1|\b(GET|POST|PUT|PATCH|DELETE) \//.test(hint) ? '' : hint
}
