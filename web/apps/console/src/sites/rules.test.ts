import type { SiteRule } from '@wattfleet/api/generated/shapes.ts'
import { expect, test } from 'vitest'
import { ruleOf, without, withRule } from './rules.ts'

const rule = (site_id: string, use: SiteRule['use'], gate: SiteRule['gate']): SiteRule => ({
  site_id,
  use,
  gate,
  clock_approved: false,
  note: 'because',
})
const ALL = rule('a', null, 'law')
const PUBLIC = rule('a', 'public', 'required')
const OTHER = rule('b', 'public', 'off')

test('the rule of a use holds before the one for all', () => {
  expect(ruleOf([ALL, PUBLIC], 'public')).toBe(PUBLIC)
  expect(ruleOf([ALL, PUBLIC], 'home')).toBe(ALL)
  expect(ruleOf([PUBLIC], 'home')).toBeUndefined()
})

test('what is said anew stands in the place of what was said of that site and use alone', () => {
  const off = rule('a', 'public', 'off')
  expect(withRule([ALL, PUBLIC, OTHER], off)).toEqual([ALL, OTHER, off])
  expect(withRule([PUBLIC], ALL)).toEqual([PUBLIC, ALL])
  expect(without([ALL, PUBLIC, OTHER], ALL)).toEqual([PUBLIC, OTHER])
})
