// What a first visit loads, as gzip: JavaScript and CSS of the page and of the screen that opens first. Fonts apart.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const ROOT = resolve(import.meta.dirname, '..')
const APPS = [
  { name: 'console', most: 350, first: [] },
  { name: 'driver', most: 230, first: [] },
]
let failed = false

for (const { name, most, first } of APPS) {
  const folder = join(ROOT, 'dist', name)
  const parts = JSON.parse(readFileSync(join(folder, 'parts.json'), 'utf8'))
  const files = new Set()
  for (const start of ['index.html', ...first]) collect(parts, start, files)
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  const kilo = bytes / 1000
  console.log(`${name}: ${kilo.toFixed(1)} kB of ${most} kB (gzip, ${files.size} files)`)
  if (kilo > most) failed = true
}
process.exit(failed ? 1 : 0)

function collect(parts, key, files) {
  const part = parts[key]
  if (!part) throw new Error(`${key} is no part of the build`)
  if (files.has(part.file)) return
  files.add(part.file)
  for (const sheet of part.css ?? []) files.add(sheet)
  for (const other of part.imports ?? []) collect(parts, other, files)
}
