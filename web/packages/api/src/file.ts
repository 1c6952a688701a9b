/** Files of the server: looked at in the page, or kept by the reader. */
import { type Asked, type RouteName, taken } from './call.ts'

export interface Kept {
  content: Blob
  name: string
  /** Its SHA-256 as the server tells it. */
  sha256: string
  /** How many pages there are, of a picture. */
  pages: number
}

/** Throws `Refusal` or `Unreachable`. */
export async function fetchFile<R extends RouteName>(route: R, asked: Asked<R>): Promise<Kept> {
  const response = await taken(route, asked)
  const said = response.headers.get('content-disposition') ?? ''
  return {
    content: await response.blob(),
    name: /filename="([^"]+)"/.exec(said)?.[1] ?? 'file',
    sha256: (response.headers.get('digest') ?? '').replace('sha-256=', ''),
    pages: Number(response.headers.get('pages') ?? '1'),
  }
}

/** The reader's browser asks her where to keep it, or keeps it where it always does. */
export function keep({ content, name }: Kept): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** As the source of an image: pages may show pictures that stand in themselves. */
export async function asSource(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return `data:${content.type};base64,${btoa(text)}`
}
