"""What a screen still says in English to somebody who reads Swedish or German.

A text is English by its small words: none of these is a word of the other two languages. What stands as it
came is left out: what a person typed, code, and words of other machines, which the page marks with `lang`.
"""

import re

from playwright.async_api import Page

_SMALL = re.compile(
    r"\b(the|of|with|which|has|have|been|from|this|that|its|are|when|before|after|without|does|cannot|nobody|"
    r"there|is|it|waits|none)\b",
    re.IGNORECASE,
)
_TEXTS = """() => {
  const asItCame = '[lang=en], code, pre, script, style, textarea'
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode
    if (!parentElement.closest(asItCame)) found.push(textContent)
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`)) found.push(one.getAttribute(name))
  return found
}"""


async def english(page: Page, typed: frozenset[str]) -> list[str]:
    """The texts of a page that are English, but those that somebody typed."""
    found = {str(one).strip() for one in await page.evaluate(_TEXTS)}
    return sorted(one for one in found - typed if _SMALL.search(one))
