import { CloseButton } from '@mantine/core'
import { Link, useRouter } from '@tanstack/react-router'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import classes from './frame.module.css'

interface PageProps {
  title: string
  /** What stands beside the title: a state, a count. */
  note?: ReactNode
  actions?: ReactNode
  /** The list that this is a detail of: one leaves for it, and its filters stay. */
  close?: string
  children: ReactNode
}

/** A screen: its name, what can be done, what it shows. */
export function Page({ title, note, actions, close, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Wattfleet`
  }, [title])
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {note && <div className={classes.note}>{note}</div>}
        {(actions || close) && (
          <div className={classes.actions}>
            {actions}
            {close && <Close to={close} />}
          </div>
        )}
      </header>
      {children}
    </div>
  )
}

function Close({ to }: { to: string }) {
  const t = useWords(common)
  return (
    <CloseButton
      aria-label={t('close')}
      renderRoot={(props) => <Link to={to} search={true} {...(props as object)} />}
    />
  )
}

interface PanelProps {
  title: ReactNode
  actions?: ReactNode
  children: ReactNode
  flush?: boolean
  /** What an address may point to. */
  id?: string
}

/** A part of a screen. */
export function Panel({ title, actions, children, flush, id }: PanelProps) {
  return (
    <section id={id} className={classes.panel}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      <div className={flush ? undefined : classes.panelBody}>{children}</div>
    </section>
  )
}

/** Names and values, one below the other. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode] | null | false)[] }) {
  return (
    <dl className={classes.facts}>
      {of.map(
        (one) =>
          one && (
            <div key={one[0]} style={{ display: 'contents' }}>
              <dt>{one[0]}</dt>
              <dd>{one[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** A key figure. */
interface FigureProps {
  label: string
  /** Where its reason stands: a part of the page, `#lines`, or a list that it is the count of. None where it is
   * explained on the spot, or is a fact that came from outside as it is. */
  to: string | null
  children: ReactNode
}

/** A number that matters here; pressed, it leads down to what it is made of. */
export function Figure({ label, to, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <span className={classes.figureLabel}>{label}</span>
      <span className={classes.figureValue}>
        {to === null ? (
          children
        ) : (
          <Inner className={classes.figureLink} href={to}>
            {children}
          </Inner>
        )}
      </span>
    </div>
  )
}

interface InnerProps {
  href: string
  className: string | undefined
  children: ReactNode
}

/** A link to another place of the app by its whole address; it goes there without loading the app again. */
export function Inner({ href, className, children }: InnerProps) {
  const { history } = useRouter()
  const go = (event: MouseEvent) => {
    if (href.startsWith('#') || !isPlain(event)) return
    event.preventDefault()
    history.push(href)
  }
  return (
    <a className={className} href={href} onClick={go}>
      {children}
    </a>
  )
}

/** A press that wants no new tab, no window and no download. */
export function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey
}

/** A list that stays while one of its things is looked at beside it. */
export function Split({ list, detail }: { list: ReactNode; detail: ReactNode | null }) {
  const at = useRef<HTMLElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const wasOpen = useRef(false)
  const isOpen = detail !== null
  // Who opened it from a row by the keyboard goes on in it, and not through all rows that follow.
  useEffect(() => {
    if (isOpen && document.activeElement?.matches('[role=row]:focus-visible')) at.current?.focus()
    if (!isOpen && wasOpen.current) backTo(rows.current)
    wasOpen.current = isOpen
  }, [isOpen])
  return (
    <div className={`${classes.split} ${detail ? classes.splitOpen : ''}`}>
      <div ref={rows} className={classes.splitList}>
        {list}
      </div>
      {detail && (
        <aside ref={at} tabIndex={-1} className={classes.splitDetail}>
          {detail}
        </aside>
      )}
    </div>
  )
}

/** Who closed what she looked at stands on its row again, or on the one that came into its place. */
function backTo(list: HTMLElement | null): void {
  if (document.activeElement !== document.body) return
  list?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus({ preventScroll: true })
}
