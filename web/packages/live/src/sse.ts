/** Server-sent events over `fetch`, because an `EventSource` cannot say who asks. */

export interface Told {
  event: string
  id: string | null
  data: string
}

/** Cuts a stream of text into events; what is not ended waits for the next piece. */
export class Cutter {
  private rest = ''

  push(piece: string): Told[] {
    this.rest += piece.replaceAll('\r\n', '\n')
    const parts = this.rest.split('\n\n')
    this.rest = parts.pop() ?? ''
    return parts.map(read).filter((one): one is Told => one !== null)
  }
}

function read(block: string): Told | null {
  let event = 'message'
  let id: string | null = null
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [name, value] = field(line)
    if (name === 'event') event = value
    else if (name === 'id') id = value
    else if (name === 'data') data.push(value)
  }
  return data.length ? { event, id, data: data.join('\n') } : null
}

function field(line: string): [string, string] {
  const at = line.indexOf(':')
  if (at < 0) return [line, '']
  const value = line.slice(at + 1)
  return [line.slice(0, at), value.startsWith(' ') ? value.slice(1) : value]
}
