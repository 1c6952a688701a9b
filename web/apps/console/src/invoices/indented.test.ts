import { describe, expect, it } from 'vitest'
import { indented } from './indented.ts'

describe('XML is read one element a line', () => {
  it.each([
    ['<a><b>1</b></a>', '<a>\n  <b>1</b>\n</a>'],
    [
      '<?xml version="1.0"?><a x="1"><b/><c>2</c></a>',
      '<?xml version="1.0"?>\n<a x="1">\n  <b/>\n  <c>2</c>\n</a>',
    ],
    ['<a>\n  <b>\n    <c>3</c>\n  </b>\n</a>', '<a>\n  <b>\n    <c>3</c>\n  </b>\n</a>'],
    ['<a><!-- why --><b>4</b></a>', '<a>\n  <!-- why -->\n  <b>4</b>\n</a>'],
  ])('%s', (xml, shown) => expect(indented(xml)).toBe(shown))
})
