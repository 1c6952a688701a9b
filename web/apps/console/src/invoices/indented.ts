/** XML as people read it: one element a line. What stands on one line already stays on it. */
export function indented(xml: string): string {
  let depth = 0
  return xml
    .replaceAll(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth -= 1
      const shown = '  '.repeat(Math.max(depth, 0)) + line
      if (opens(line)) depth += 1
      return shown
    })
    .join('\n')
}

/** Whether a line begins an element that ends on a later one. */
function opens(line: string): boolean {
  return /^<[^!?/]/.test(line) && !line.endsWith('/>') && !line.includes('</')
}
