/** Days on which banks may settle; what is a holiday the server knows, and says which day to take. */

export function daysOn(at: Date, days: number): string {
  const day = new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate() + days))
  return day.toISOString().slice(0, 10)
}

/** That day, or the Monday after. */
export function nextBankDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  const weekday = at.getUTCDay()
  const wait = weekday === 6 ? 2 : weekday === 0 ? 1 : 0
  at.setUTCDate(at.getUTCDate() + wait)
  return at.toISOString().slice(0, 10)
}
