/** Of `person:01a2… (Anna Lind)`, as records name who acts, what people call her. */
export function nameOf(asker: string): string {
  if (asker === 'wattfleet') return 'Wattfleet'
  return asker.match(/^\w+:\S+ \((.+)\)$/)?.[1] ?? asker
}
