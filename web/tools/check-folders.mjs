// The rules of the house: files stay small, nouns do not know each other, apps know packages only; and no panel
// begins anew because somebody else saved, and each row of a list opens down to what it is made of.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const MOST_LINES = 250
/** Folders of an app that are not nouns: every noun may use them. */
const SHARED = new Set(['shell'])
/** What a package may know of the others. */
const BELOW = { api: [], words: [], live: ['api'], ui: ['api', 'live', 'words'] }

/** Lists whose rows are all that there is to know of them. */
const WHOLE_ROWS = new Set([
  'stations/Connections',
  'alarms/ChannelsPage',
  'imports/ImportPage',
  'keys/KeysPage',
])

const wrong = []
for (const file of walk(ROOT)) {
  const name = relative(ROOT, file)
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').length
  if (lines > MOST_LINES && !name.includes('/words/src/')) {
    wrong.push(`${name}: ${lines} lines, ${MOST_LINES} at most`)
  }
  if (/key=\{[^}]*(\.version|\bversion\b)/.test(text)) {
    wrong.push(`${name}: keyed by a version: what is typed there is lost when somebody else saves (useDraft)`)
  }
  const screen = /^apps\/console\/src\/(.*)\.tsx$/.exec(name)?.[1] ?? ''
  if (/<List$|<List /m.test(text) && screen && !WHOLE_ROWS.has(screen) && !text.includes('onOpen')) {
    wrong.push(`${name}: the rows of its list open nothing (onOpen)`)
  }
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const refused = refusal(name, target)
    if (refused) wrong.push(`${name}: ${refused} (${target})`)
  }
}
for (const one of wrong) console.error(one)
process.exit(wrong.length ? 1 : 0)

function refusal(name, target) {
  const [kind, part, , noun] = name.split('/')
  const inside = target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(name), target)).split('/') : null
  const other = target.match(/^@wattfleet\/(\w+)/)?.[1]
  if (kind === 'packages') {
    if (inside && (inside[0] !== 'packages' || inside[1] !== part))
      return 'a package reaches out of its folder'
    if (other && other !== part && !BELOW[part]?.includes(other)) return `${part} may not know ${other}`
    return null
  }
  if (kind !== 'apps' || !inside) return null
  if (inside[0] !== 'apps' || inside[1] !== part) return 'an app may know packages only'
  const isNoun = name.split('/').length > 4 && !SHARED.has(noun)
  const theirs = inside[3]
  if (isNoun && inside.length > 4 && theirs !== noun && !SHARED.has(theirs))
    return `${noun} may not know ${theirs}`
  return null
}

function* walk(folder) {
  for (const name of readdirSync(folder)) {
    if (['node_modules', 'dist', 'generated', 'test-results'].includes(name) || name.startsWith('.')) continue
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* walk(path)
    else if (/\.tsx?$/.test(name) && !/vite\.|\.config\./.test(name)) yield path
  }
}
