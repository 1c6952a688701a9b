/** What a time axis looks like, in the words of uPlot. */
import type { RefObject } from 'react'
import uPlot from 'uplot'

export interface Line {
  name: string
  unit: string
  /** `area` = measured, `step` = commanded, `bars` = prices. */
  as: 'area' | 'step' | 'bars'
  /** A variable of the theme, such as `--wf-state-charging`. */
  colour: string
  /** Milliseconds and value, in the order of time. */
  points: readonly (readonly [ms: number, value: number | null])[]
}

export interface Marker {
  ms: number
  label: string
}

export interface Axis {
  markers?: readonly Marker[]
  zone: string
  /** The present, where the axis reaches it. */
  now?: number
}

interface Drawn extends Omit<Axis, 'zone'> {
  lines: readonly Line[]
}

interface Setting {
  zone: string
  locale: string
  height: number
}

/** The union of all moments, and each line's values on it. */
export function tableOf(lines: readonly Line[]): uPlot.AlignedData {
  const moments = [...new Set(lines.flatMap((one) => one.points.map(([ms]) => ms / 1000)))].sort(
    (a, b) => a - b,
  )
  const columns = lines.map((one) => {
    const known = new Map(one.points.map(([ms, value]) => [ms / 1000, value]))
    return moments.map((at) => known.get(at) as number | null | undefined)
  })
  return [moments, ...columns] as uPlot.AlignedData
}

export function optionsOf(
  at: HTMLElement,
  drawn: RefObject<Drawn>,
  { zone, locale, height }: Setting,
): uPlot.Options {
  const style = getComputedStyle(at)
  const colour = (name: string) => style.getPropertyValue(name).trim() || 'gray'
  const units = [...new Set(drawn.current.lines.map((one) => one.unit))]
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone })
  const exact = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  })
  const whole = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const grid = { stroke: colour('--wf-line'), width: 1 }
  const font = "12px 'Inter Variable', sans-serif"
  return {
    width: at.clientWidth,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    legend: { live: true },
    scales: {
      x: { time: true, range: (_, from, to) => reach(from, to, drawn.current) },
      ...Object.fromEntries(
        units.map((unit) => [unit, { range: (_: uPlot, __: number, top: number) => [0, top * 1.15 || 1] }]),
      ),
    } as uPlot.Scales,
    axes: [
      {
        stroke: colour('--wf-dim'),
        font,
        grid,
        ticks: grid,
        // Ticks that stand closer than a minute would all read alike.
        values: (_, splits, __, ___, step) =>
          splits.map((one) => (step < 60 ? exact : clock).format(one * 1000)),
      },
      ...units.map(
        (unit, index): uPlot.Axis => ({
          scale: unit,
          side: index === 0 ? 3 : 1,
          label: unit,
          labelFont: font,
          labelSize: 18,
          stroke: colour('--wf-dim'),
          font,
          size: 52,
          grid: index === 0 ? grid : { show: false },
          ticks: { show: false },
          values: (_, splits) => splits.map((one) => number.format(one)),
        }),
      ),
    ],
    series: [
      { value: (_, seconds) => (seconds === null ? '—' : whole.format(seconds * 1000)), label: ' ' },
      ...drawn.current.lines.map((one) => series(one, colour(one.colour), number)),
    ],
    hooks: { draw: [(plot) => marks(plot, drawn.current, colour)] },
  }
}

function reach(from: number, to: number, { markers = [], now }: Omit<Drawn, 'lines'>): [number, number] {
  const all = [from, to, ...markers.map((one) => one.ms / 1000), ...(now ? [now / 1000] : [])].filter(
    Number.isFinite,
  )
  const least = Math.min(...all)
  return [least, Math.max(...all, least + 60)]
}

function series(one: Line, stroke: string, number: Intl.NumberFormat): uPlot.Series {
  const value = (_: uPlot, raw: number | null) => (raw === null ? '—' : `${number.format(raw)} ${one.unit}`)
  const common = { label: one.name, scale: one.unit, value, stroke, spanGaps: true, points: { show: false } }
  if (one.as === 'area')
    return { ...common, width: 1.5, fill: `color-mix(in oklch, ${stroke} 22%, transparent)` }
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  if (one.as === 'step') return { ...common, width: 1.5, dash: [5, 3], paths: stepped }
  return { ...common, width: 1, fill: `color-mix(in oklch, ${stroke} 30%, transparent)`, paths: stepped }
}

/** Upright lines for what happened, and for the present. */
function marks(
  plot: uPlot,
  { markers = [], now }: Omit<Drawn, 'lines'>,
  colour: (name: string) => string,
): void {
  const { ctx, bbox } = plot
  const all = [...markers, ...(now ? [{ ms: now, label: '' }] : [])]
  ctx.save()
  ctx.font = `${12 * devicePixelRatio}px 'Inter Variable', sans-serif`
  ctx.fillStyle = colour('--wf-dim')
  ctx.textAlign = 'left'
  ctx.lineWidth = devicePixelRatio
  let free = Number.NEGATIVE_INFINITY
  for (const { ms, label } of [...all].sort((a, b) => a.ms - b.ms)) {
    const x = Math.round(plot.valToPos(ms / 1000, 'x', true))
    if (x < bbox.left || x > bbox.left + bbox.width + 1) continue
    ctx.strokeStyle = label ? colour('--wf-dim') : colour('--wf-accent')
    ctx.setLineDash(label ? [4, 4] : [])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const width = ctx.measureText(label).width + 12
    const right = x + width > bbox.left + bbox.width
    const start = right ? x - width : x
    if (!label || start < free) continue
    ctx.fillText(label, start + 6, bbox.top + 14 * devicePixelRatio)
    free = start + width
  }
  ctx.restore()
}
