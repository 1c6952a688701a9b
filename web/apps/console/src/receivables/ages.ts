/** Days of the books have no zone: they are counted as days of a calendar. */

export function daysLate(due: string | null, today: string): number {
  if (due === null) return 0
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000))
}
