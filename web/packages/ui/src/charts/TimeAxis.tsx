/** One time axis for a session, a night and a site: power as area, limits as steps, prices as bars, markers. */
import { useComputedColorScheme } from '@mantine/core'
import { useLanguage } from '@wattfleet/words/language.tsx'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import classes from './charts.module.css'
import { type Axis, type Line, optionsOf, tableOf } from './options.ts'

export type { Line, Marker } from './options.ts'

interface TimeAxisProps extends Axis {
  /** What the picture shows, for those who cannot see it. */
  label: string
  lines: readonly Line[]
  height?: number
}

export function TimeAxis({ label, lines, markers, zone, now, height = 220 }: TimeAxisProps) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const { locale } = useLanguage()
  const scheme = useComputedColorScheme('light')
  const shape = lines.map((one) => `${one.name} ${one.unit} ${one.as} ${one.colour}`).join('|')
  const data = useRef({ lines, markers, now })
  data.current = { lines, markers, now }

  // The picture is made anew when its shape changes; new points only flow in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the colours that are read
  useEffect(() => {
    const at = box.current
    if (at === null || shape === '') return
    const made = new uPlot(optionsOf(at, data, { zone, locale, height }), tableOf(data.current.lines), at)
    plot.current = made
    const watcher = new ResizeObserver(() => made.setSize({ width: at.clientWidth, height }))
    watcher.observe(at)
    return () => {
      watcher.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, zone, locale, height, scheme])

  // biome-ignore lint/correctness/useExhaustiveDependencies: markers and the present are drawn with the points
  useEffect(() => {
    plot.current?.setData(tableOf(lines))
  }, [lines, markers, now])

  return (
    <div ref={box} className={classes.axis} role="img" aria-label={label} style={{ minHeight: height }} />
  )
}
