/** What an official rule is about: the business terms that it names, or else the element where it failed. */
export function fieldsOf(text: string, where: string): string[] {
  const named = [...new Set([...text.matchAll(/\bBT-(\d+)\b/g)].map(([, number = '']) => number))]
  if (named.length > 0) return named
  const last = /(?:\w+:)?([A-Za-z]\w*)(?:\[[^\]]*\])?(?: \(line \d+\))?$/.exec(where)
  return last?.[1] === undefined ? [] : [last[1]]
}
