import type { FrameView, ReadingView, SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Frame } from '@wattfleet/ui/frame/Frame.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { Energy, When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { useState } from 'react'
import { registersOf } from './registersOf.ts'
import classes from './sessions.module.css'

/** The register readings of a session; each opens to the message in which it came. */
export function Registers({ session }: { session: SessionDetailView }) {
  const t = useWords(measuring)
  const path = { id: session.id }
  const readings = usePages('GET /api/v1/sessions/{id}/readings', { path, query: { limit: 1000 } })
  const frames = usePages('GET /api/v1/sessions/{id}/evidence', { path, query: { limit: 1000 } })
  if (readings.data === undefined) return waiting(readings)
  const found = registersOf(readings.items)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <span className={classes.dim}>{t(found.length > 0 ? 'registersWhy' : 'noRegisters')}</span>
      <div>
        {found.map((one, at) => (
          <Reading
            key={`${one.reading.at} ${at + 1}`}
            reading={one.reading}
            wh={one.wh}
            station={session.station}
            frame={frames.items.find((frame) => frame.at === one.reading.received_at)}
          />
        ))}
      </div>
    </div>
  )
}

interface ReadingProps {
  reading: ReadingView
  wh: string
  station: string
  frame: FrameView | undefined
}

function Reading({ reading, wh, station, frame }: ReadingProps) {
  const zone = useZoneOf(station)
  const [open, setOpen] = useState(false)
  const text = (
    <>
      <When at={reading.at} zone={zone} as="exact" />
      <Energy wh={wh} />
    </>
  )
  if (frame === undefined) return <div className={classes.line}>{text}</div>
  return (
    <>
      <button
        type="button"
        className={`${classes.line} ${classes.opens}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {text}
      </button>
      {open && (
        <div className={classes.proof}>
          <Frame frame={frame} />
        </div>
      )}
    </>
  )
}
