/** What the page itself asked before its scripts had come (`public/begin.js`). */
export interface Begun {
  /** null = nothing came of it: ask anew. */
  answer: Promise<Response | null>
  abort: AbortController
}

declare global {
  interface Window {
    begun?: Map<string, Begun>
  }
}

/** The answer that is on its way already; each is taken once. */
export function takeBegun(address: string): Begun | undefined {
  const found = window.begun?.get(address)
  window.begun?.delete(address)
  return found
}
