/** What a signed value says, for the eye alone: whether it holds is the server's to tell. */

export interface Signed {
  meter: string
  page: string
  user: string
  readings: readonly { at: string; kind: string; value: string; unit: string }[]
}

/** The readings of an OCMF text; null where it is something else. A field that is left out stays as it was. */
export function readOcmf(text: string): Signed | null {
  if (!text.startsWith('OCMF|')) return null
  const told = parsed(text.slice('OCMF|'.length, text.lastIndexOf('|')))
  if (told === null) return null
  const word = (of: Record<string, unknown>, name: string) => String(of[name] ?? '')
  const listed = Array.isArray(told.RD) ? (told.RD as Record<string, unknown>[]) : []
  let last: Record<string, unknown> = {}
  const readings = listed.map((one) => {
    last = { ...last, ...one }
    return { at: word(last, 'TM'), kind: word(last, 'TX'), value: word(last, 'RV'), unit: word(last, 'RU') }
  })
  return { meter: word(told, 'MS'), page: word(told, 'PG'), user: word(told, 'ID'), readings }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** `2026-11-20T12:00:00,000+0000 S` as a moment; null where it is none. The letter says how sure the clock was. */
export function momentOf(time: string): string | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[,.](\d+))?([+-]\d\d):?(\d\d)(?: [UISR])?$/.exec(time)
  if (found === null) return null
  const [, clock, , hours, minutes] = found
  const at = new Date(`${clock}${hours}:${minutes}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
