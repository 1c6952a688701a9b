/** `DE DE136695976`, one a line, as what the server keeps; and back. */
export function registrationsOf(text: string): Record<string, string> {
  const rows = text.split('\n').map((line) => line.trim().split(/[\s:]+/))
  return Object.fromEntries(
    rows.flatMap(([country = '', ...number]) =>
      country.length === 2 && number.length > 0 ? [[country.toUpperCase(), number.join('')]] : [],
    ),
  )
}

export function linesOf(registrations: Readonly<Record<string, string>>): string {
  return Object.entries(registrations)
    .map(([country, number]) => `${country} ${number}`)
    .join('\n')
}
