import type { Book, Values } from '@wattfleet/words/words.ts'

interface Row {
  code: string
  pattern: RegExp
  names: string[]
}

export interface ReadBack {
  code: string
  values: Values
}

const rowsOf = new WeakMap<Book, Row[]>()

/** A sentence that the server made in English: the code in the book that it was made of, and its values. */
export function readBack(text: string, from: Book): ReadBack | null {
  const plain = straight(text.trim())
  for (const { code, pattern, names } of rows(from)) {
    // What another machine said may be nothing.
    const found = pattern.exec(plain) ?? pattern.exec(`${plain} `)
    if (found)
      return { code, values: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) }
  }
  return null
}

/** What has most plain words is tried first: the most exact sentence. */
function rows(from: Book): Row[] {
  const known = rowsOf.get(from)
  if (known) return known
  const made = Object.entries(from)
    .map(([code, [english]]) => ({ code, plain: straight(english) }))
    .sort((a, b) => bare(b.plain).length - bare(a.plain).length)
    .map(({ code, plain }) => ({ code, ...patternOf(plain) }))
  rowsOf.set(from, made)
  return made
}

/** `{name}`, `{name@}`, `{name#}`, and `{n|one|many}`, which says nothing new. */
const VALUE = /\{(\w+)([@#]|\|[^}]*)?\}/g

function patternOf(plain: string): { pattern: RegExp; names: string[] } {
  const names: string[] = []
  let source = ''
  let last = 0
  for (const found of plain.matchAll(VALUE)) {
    const [whole, name = '', kind = ''] = found
    source += escaped(plain.slice(last, found.index))
    last = found.index + whole.length
    if (kind.startsWith('|')) {
      source += `(?:${kind.slice(1).split('|').map(escaped).join('|')})`
    } else {
      source += '(.*?)'
      names.push(name)
    }
  }
  return { pattern: new RegExp(`^${source}${escaped(plain.slice(last))}$`, 's'), names }
}

function escaped(part: string): string {
  return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function bare(plain: string): string {
  return plain.replace(VALUE, '')
}

function straight(text: string): string {
  return text.replaceAll('’', "'")
}
