/** Every word with the server goes through here: typed by the route, refused by a `Refusal`. */

import { takeBegun } from './begun.ts'
import type { Calls } from './generated/calls.ts'
import { isProblem, Refusal, reworded, Unreachable } from './problem.ts'
import { authority, signedOut } from './who.ts'

export type RouteName = keyof Calls
export type PathOf<R extends RouteName> = Calls[R]['path']
export type QueryOf<R extends RouteName> = Calls[R]['query']
export type BodyOf<R extends RouteName> = Calls[R]['body']
export type AnswerOf<R extends RouteName> = Calls[R]['answer']

// In brackets, so that a union of bodies stays one body.
type Given<Name extends string, T> = [T] extends [null] ? { [K in Name]?: undefined } : { [K in Name]: T }
type GivenQuery<T> = [T] extends [null] ? { query?: undefined } : { query?: T }

export type Asked<R extends RouteName> = Given<'path', PathOf<R>> &
  GivenQuery<QueryOf<R>> &
  Given<'body', BodyOf<R>> & {
    /** The version that was seen: the change is refused when another came between. */
    version?: number
    /** Makes a repeat safe. */
    once?: string
    /** The media type of a file. */
    media?: string
    signal?: AbortSignal
  }

interface Loose {
  path?: Readonly<Record<string, string>> | null
  query?: object | null
  body?: unknown
  version?: number
  once?: string
  media?: string
  signal?: AbortSignal
}

const versions = new WeakMap<object, number>()

/** The version at which an answer was: what a form names that edits it. */
export function versionOf(answer: unknown): number | undefined {
  return typeof answer === 'object' && answer !== null ? versions.get(answer) : undefined
}

/** `answer` stands for what was read as `read`. */
export function readAs<T>(answer: T, read: unknown): T {
  const version = versionOf(read)
  if (version !== undefined && typeof answer === 'object' && answer !== null) versions.set(answer, version)
  return answer
}

/** Ask the server. Throws `Refusal` or `Unreachable`. */
export async function call<R extends RouteName>(route: R, asked: Asked<R>): Promise<AnswerOf<R>> {
  const response = await taken(route, asked)
  if (response.status === 204) return null as AnswerOf<R>
  const answer: unknown = await response.json().catch(() => null)
  if (answer === null) throw new Refusal(unreadable(response.status))
  const version = /"(\d+)"/.exec(response.headers.get('etag') ?? '')?.[1]
  if (version !== undefined && typeof answer === 'object') versions.set(answer, Number(version))
  return answer as AnswerOf<R>
}

/** The answer itself, for what is no JSON. Throws as `call` does. */
export async function taken<R extends RouteName>(route: R, asked: Asked<R>): Promise<Response> {
  const loose: Loose = asked
  const [method = 'GET', template = ''] = route.split(' ')
  const response = await reach(address(template, loose), {
    method,
    credentials: 'same-origin',
    headers: headersOf(method, loose),
    body: method === 'GET' ? undefined : encoded(loose.body),
    signal: loose.signal,
  })
  if (response.ok) return response
  const answer: unknown = await response.json().catch(() => null)
  if (response.status === 401) signedOut()
  throw new Refusal(isProblem(answer) ? await reworded(answer) : unreadable(response.status))
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    const begun = init.method === 'GET' ? await takeBegun(url)?.answer : null
    return begun ?? (await fetch(url, init))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Unreachable()
  }
}

export function address(template: string, { path, query }: Loose): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path?.[name] ?? ''))
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') words.set(name, String(value))
  }
  const text = words.toString()
  return text ? `${filled}?${text}` : filled
}

function headersOf(method: string, { body, version, once, media }: Loose): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', ...authority(method) }
  if (body instanceof Blob) headers['content-type'] = media ?? body.type
  else if (body !== undefined && body !== null) headers['content-type'] = 'application/json'
  if (version !== undefined) headers['if-match'] = `"${version}"`
  if (method === 'POST') headers['idempotency-key'] = once ?? crypto.randomUUID()
  return headers
}

function encoded(body: unknown): BodyInit | undefined {
  if (body === undefined || body === null) return undefined
  return body instanceof Blob ? body : JSON.stringify(body)
}

function unreadable(status: number) {
  return {
    code: 'unreadable',
    status,
    title: 'Unreadable answer',
    detail: `HTTP ${status}`,
    type: 'about:blank',
  }
}
