/** A map that needs nobody outside: land and borders come with it; tiles are drawn where they are configured. */
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import { colourOf } from '../state/look.ts'
import { addLand } from './land.ts'
import classes from './map.module.css'

export interface Pin {
  id: string
  name: string
  latitude: number
  longitude: number
  state: string
  n: number
  text: string
}

interface WorldMapProps {
  label: string
  pins: readonly Pin[]
  onOpen: (id: string) => void
  /** A tile server, and whose tiles they are; without one the land that came with it is all. */
  tiles?: string
  credit?: string
}

export function WorldMap({ label, pins, onOpen, tiles, credit }: WorldMapProps) {
  const box = useRef<HTMLDivElement>(null)
  const map = useRef<L.Map | null>(null)
  const layer = useRef<L.LayerGroup | null>(null)
  const fitted = useRef(false)
  const open = useRef(onOpen)
  open.current = onOpen

  useEffect(() => {
    const at = box.current
    if (at === null) return
    const made = L.map(at, {
      zoomControl: true,
      attributionControl: Boolean(credit),
      minZoom: 2,
      maxZoom: 18,
      worldCopyJump: true,
    })
    made.setView([54, 14], 4)
    const stop = new AbortController()
    if (tiles) L.tileLayer(tiles, { attribution: escaped(credit ?? '') }).addTo(made)
    else void addLand(made, stop.signal)
    map.current = made
    layer.current = L.layerGroup().addTo(made)
    fitted.current = false
    return () => {
      stop.abort()
      made.remove()
      map.current = null
    }
  }, [tiles, credit])

  useEffect(() => {
    if (map.current === null || layer.current === null) return
    layer.current.clearLayers()
    for (const pin of pins) layer.current.addLayer(marker(pin, () => open.current(pin.id)))
    if (!fitted.current && pins.length) {
      fitted.current = true
      const bounds = L.latLngBounds(pins.map((one) => [one.latitude, one.longitude]))
      map.current.fitBounds(bounds.pad(0.3), { maxZoom: 10 })
    }
  }, [pins])

  return <section ref={box} className={classes.map} aria-label={label} />
}

/** Leaflet writes a credit as HTML; ours is a text. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`)
}

function marker(pin: Pin, open: () => void): L.Marker {
  const face = document.createElement('span')
  face.className = classes.pin ?? ''
  face.style.setProperty('--pin', colourOf(pin.state))
  face.textContent = String(pin.n)
  const icon = L.divIcon({ html: face, className: classes.holder, iconSize: [30, 30] })
  const made = L.marker([pin.latitude, pin.longitude], {
    icon,
    title: `${pin.name}: ${pin.text}`,
    alt: pin.name,
  })
  const words = document.createElement('span')
  words.textContent = `${pin.name} · ${pin.text}`
  return made.bindTooltip(words, { direction: 'top', offset: [0, -14] }).on('click', open)
}
