import { expect, test } from 'vitest'
import { begun, clashing, follow, type Held, keep, merged, same, saved, shown, take, typed } from './merge.ts'

test.each([
  // base, mine, theirs, both
  ['nobody touched it', { a: '1' }, { a: '1' }, { a: '1' }, { a: '1' }],
  ['only they did', { a: '1', b: '2' }, { a: '1', b: '2' }, { a: '9', b: '2' }, { a: '9', b: '2' }],
  ['only she did', { a: '1', b: '2' }, { a: '8', b: '2' }, { a: '1', b: '2' }, { a: '8', b: '2' }],
  ['each another', { a: '1', b: '2' }, { a: '8', b: '2' }, { a: '1', b: '9' }, { a: '8', b: '9' }],
  ['both the same field', { a: '1' }, { a: '8' }, { a: '9' }, { a: '8' }],
  ['she emptied it', { a: '1' }, { a: '' }, { a: '9' }, { a: '' }],
  ['a field is new', {}, { b: '2' }, { a: '9' }, { a: '9', b: '2' }],
  ['inside', { p: { x: 1, y: 1 } }, { p: { x: 8, y: 1 } }, { p: { x: 1, y: 9 } }, { p: { x: 8, y: 9 } }],
  ['a list is one field', { l: [1, 2] }, { l: [1, 8] }, { l: [9, 2] }, { l: [1, 8] }],
  ['a list that she left', { l: [1], a: '1' }, { l: [1], a: '8' }, { l: [9], a: '1' }, { l: [9], a: '8' }],
  ['she took one away', { p: { x: 1, y: 1 } }, { p: { y: 1 } }, { p: { x: 1, y: 9 } }, { p: { y: 9 } }],
  ['they took one away', { p: { x: 1, y: 1 } }, { p: { x: 1, y: 8 } }, { p: { y: 1 } }, { p: { y: 8 } }],
  ['nothing and absent are one', { a: null }, {}, { a: '9' }, { a: '9' }],
] as [string, object, object, object, object][])('%s', (_, base, mine, theirs, both) => {
  expect(merged(base, mine, theirs)).toEqual(both)
})

type Texts = Record<string, string>
const HERS = typed<Texts>(begun({ name: 'A', note: '' }, 3), { name: 'Mine', note: '' })

test.each([
  // what the server has, what is shown, what is told, what clashes, the version that a change names
  ['nothing came', { name: 'A', note: '' }, 3, { name: 'Mine', note: '' }, [], [], 3],
  ['an older answer', { name: 'Old', note: '' }, 2, { name: 'Mine', note: '' }, [], [], 3],
  ['another field', { name: 'A', note: 'n' }, 4, { name: 'Mine', note: 'n' }, ['note'], [], 3],
  ['her field', { name: 'Theirs', note: '' }, 4, { name: 'Mine', note: '' }, ['name'], ['name'], 3],
  ['both', { name: 'Theirs', note: 'n' }, 4, { name: 'Mine', note: 'n' }, ['name', 'note'], ['name'], 3],
  ['what she typed too', { name: 'Mine', note: '' }, 4, { name: 'Mine', note: '' }, [], [], 4],
  ['no field of this form', { name: 'A', note: '' }, 4, { name: 'Mine', note: '' }, [], [], 4],
] as [string, Texts, number, Texts, string[], string[], number][])(
  'while she types: %s',
  (_, kept, version, both, news, clash, from) => {
    const held = follow(HERS, kept, version)
    expect(shown(held)).toEqual(both)
    expect(held.news).toEqual(news)
    expect(clashing(held)).toEqual(clash)
    expect(held.from).toBe(from)
  },
)

test('who has typed nothing follows, and is told nothing', () => {
  const held = follow(begun({ name: 'A' }, 3), { name: 'B' }, 4)
  expect(held).toEqual(begun({ name: 'B' }, 4))
})

test('who has typed what stands there again has typed nothing', () => {
  const late = follow(HERS, { name: 'A', note: 'n' }, 4)
  expect(typed(late, { name: 'A', note: 'n' })).toEqual(begun({ name: 'A', note: 'n' }, 4))
})

test('she keeps hers over theirs, or takes theirs; either way she has seen it', () => {
  const late = follow(HERS, { name: 'Theirs', note: 'n' }, 4)
  expect(shown(keep(late))).toEqual({ name: 'Mine', note: 'n' })
  expect(keep(late)).toMatchObject({ from: 4, news: [] })
  expect(shown(take(late))).toEqual({ name: 'Theirs', note: 'n' })
  expect(take(late)).toMatchObject({ from: 4, news: [], mine: null })
})

test('what is typed after the news does not silence it', () => {
  const late: Held<Texts> = follow(HERS, { name: 'A', note: 'n' }, 4)
  const more = follow(typed(late, { name: 'Mine!', note: 'n' }), { name: 'A', note: 'nn' }, 5)
  expect(more).toMatchObject({ from: 3, at: 5, news: ['note'], mine: { name: 'Mine!', note: 'nn' } })
})

test.each([
  ['it stands as the server wrote it', 'Mine', 'MINE', null],
  ['what was typed since stays', 'Mine, and more', 'Mine', { name: 'Mine, and more', note: '' }],
])('after saving %s', (_, now, made, mine) => {
  const sent = { name: 'Mine', note: '' }
  const held = saved(typed(HERS, { name: now, note: '' }), sent, { name: made, note: '' }, 4)
  expect(held).toEqual({ ...begun({ name: made, note: '' }, 4), mine })
})

test.each([
  [null, undefined, true],
  [[1, { a: 2 }], [1, { a: 2 }], true],
  [[1], [1, 2], false],
  [{ a: 1 }, { a: 1, b: null }, true],
  ['', null, false],
  [{ 0: 1 }, [1], false],
])('%o is %o: %s', (a, b, so) => {
  expect(same(a, b)).toBe(so)
})
