/** Seconds as hours, digit for digit: `12960` → `3:36:00`. */
export function clockOf(seconds: string): string {
  const negative = seconds.startsWith('-')
  const all = Math.abs(Number(seconds))
  const two = (n: number) => String(n).padStart(2, '0')
  const rest = all % 60
  const end = rest < 10 ? `0${rest}` : String(rest)
  return `${negative ? '-' : ''}${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${end}`
}
