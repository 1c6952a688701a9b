// Every phrase says the same in three languages: no empty one, and the same values in each.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { transformWithOxc } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')
const BOOKS = join(ROOT, 'packages/words/src')
const LANGUAGES = ['English', 'Swedish', 'German']
const wrong = []

const files = ['', 'generated/', 'refusals/'].flatMap((under) =>
  readdirSync(join(BOOKS, under)).map((name) => `${under}${name}`),
)
for (const file of files.filter(isBook)) {
  for (const [book, words] of Object.entries(await read(join(BOOKS, file)))) {
    for (const [key, phrase] of Object.entries(words)) check(`${file} ${book}.${key}`, phrase)
  }
}
for (const one of wrong) console.error(one)
process.exit(wrong.length ? 1 : 0)

function isBook(name) {
  return name.endsWith('.ts') && name !== 'words.ts' && name !== 'refusals/all.ts' && !name.includes('.test.')
}

function check(name, phrase) {
  if (phrase.length !== LANGUAGES.length) wrong.push(`${name}: ${phrase.length} languages`)
  const [first] = phrase.map(values)
  phrase.forEach((text, at) => {
    if (!text.trim()) wrong.push(`${name}: ${LANGUAGES[at]} is empty`)
    if (values(text) !== first) wrong.push(`${name}: ${LANGUAGES[at]} has other values than English`)
  })
}

function values(text) {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort().join(' ')
}

async function read(path) {
  const { code } = await transformWithOxc(readFileSync(path, 'utf8'), path)
  const plain = code.replace(
    /import \{[^}]*\} from ["']\.{1,2}\/words\.ts["'];?/,
    'const book = (words) => words;',
  )
  return import(`data:text/javascript,${encodeURIComponent(plain)}`)
}
