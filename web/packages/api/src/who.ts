/** Who asks: a cookie that scripts cannot see, or a key that lives in this page's memory and nowhere else. */

let key: string | null = null
const listeners = new Set<() => void>()

let csrf: string | null = null
let language = 'en'

/** The token that goes with our cookie: sent with every change, so that no other site can make one. */
export function holdCsrf(text: string | null): void {
  csrf = text
}

export function holdKey(text: string | null): void {
  key = text
}

export function hasKey(): boolean {
  return key !== null
}

/** In which language sentences are answered, such as a price's lines. */
export function speak(tag: string): void {
  language = tag
}

/** The headers that say who asks. */
export function authority(method: string): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': language }
  if (key !== null) headers.authorization = `Bearer ${key}`
  if (method !== 'GET' && csrf !== null) headers['x-csrf-token'] = csrf
  return headers
}

/** Told when the server no longer knows us. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function signedOut(): void {
  for (const listener of listeners) listener()
}
