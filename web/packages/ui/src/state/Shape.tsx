import { colourOf, type Look, lookOf } from './look.ts'
import classes from './state.module.css'

interface ShapeProps {
  state: string
  size?: number
  /** It does not move: where hundreds stand together, movement says nothing and costs every frame. */
  still?: boolean
}

/** The shape of a state, 16 by 16, in its colour; the word stands beside it or in its title. */
export function Shape({ state, size = 14, still = false }: ShapeProps) {
  const look = lookOf(state)
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={look === 'charging' && !still ? classes.sweeping : classes.shape}
      style={{ color: colourOf(state) }}
    >
      {DRAWN[look]}
    </svg>
  )
}

// Of fill and stroke: the opacity of an element would be a layer of its own, and five hundred of them are slow.
const ring = { fill: 'none', stroke: 'currentColor', strokeWidth: 2 } as const

const DRAWN: Record<Look, React.ReactNode> = {
  available: <circle cx="8" cy="8" r="5.5" {...ring} />,
  waiting: (
    <>
      <circle cx="8" cy="8" r="5.5" {...ring} strokeOpacity="0.35" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  charging: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="M8 8V1.5A6.5 6.5 0 0 1 14.5 8Z" fill="#fff" fillOpacity="0.45" />
    </>
  ),
  paused: <path d="M5 3v10M11 3v10" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />,
  reserved: (
    <>
      <circle cx="8" cy="8" r="5.5" {...ring} />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
    </>
  ),
  unavailable: (
    <>
      <circle cx="8" cy="8" r="5.5" {...ring} />
      <path d="M4.2 11.8 11.8 4.2" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  faulted: <path d="M8 1.6 15 14H1Z" fill="currentColor" strokeLinejoin="round" />,
  offline: <circle cx="8" cy="8" r="5.5" {...ring} strokeDasharray="3.6 2.2" />,
  doubtful: (
    <path
      d="M5.4 5.6a2.7 2.7 0 1 1 4 2.4c-.9.5-1.4 1-1.4 2M8 13v.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
    />
  ),
}
