import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useMay, useMe } from '@wattfleet/ui/frame/me.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { roles } from '@wattfleet/words/roles.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useEffect, useRef, useState } from 'react'
import { Choices } from './Choices.tsx'
import { Find } from './Find.tsx'
import { Mark } from './Mark.tsx'
import { Pulse } from './Pulse.tsx'
import { GROUPS } from './places.ts'
import { SignOut } from './SignOut.tsx'
import classes from './shell.module.css'

/** The frame: where one can go on the left, where one is on the right. */
export function Shell() {
  const t = useWords(shell)
  const [open, setOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the menu
  useEffect(() => setOpen(false), [path])
  useGoingOn()
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('skip')}
      </a>
      <div className={classes.top}>
        <button type="button" className={classes.burger} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('menu')}
        </button>
        <Pulse />
      </div>
      <nav className={`${classes.nav} ${open ? classes.navOpen : ''}`} aria-label={t('main')}>
        <Link to="/" className={classes.brand}>
          <Mark /> Wattfleet
        </Link>
        <Find />
        <div className={classes.places}>
          <Places />
        </div>
        <div className={classes.bottom}>
          <Pulse />
          <Me />
          <Choices />
        </div>
      </nav>
      <main id="content" className={classes.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

/** Whoever followed a link that went with its page goes on in the new one, and not at the top of the menu. */
function useGoingOn() {
  const arrived = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that one arrives at
  useEffect(() => {
    if (!first.current && document.activeElement === document.body)
      document.getElementById('content')?.focus({ preventScroll: true })
    first.current = false
  }, [arrived])
}

function Places() {
  const t = useWords(shell)
  const may = useMay()
  const groups = GROUPS.filter(({ places }) => places.some((one) => may(one.needs)))
  return groups.map(({ name, places }) => (
    <div key={name} className={classes.group}>
      <div className={classes.groupName}>{t(name)}</div>
      {places
        .filter((one) => may(one.needs))
        .map((one) => (
          <Link
            key={one.to}
            to={one.to}
            className={classes.place}
            activeProps={{ className: classes.here, 'aria-current': 'page' }}
            activeOptions={{ exact: one.to === '/', includeSearch: false }}
          >
            <one.Icon size={16} stroke={1.7} aria-hidden="true" />
            {t(one.name)}
          </Link>
        ))}
    </div>
  ))
}

function Me() {
  const me = useMe()
  const role = useWordFor(roles)
  return (
    <div className={classes.me}>
      <strong>{me.name}</strong> <span>{role(me.role)}</span> <SignOut />
    </div>
  )
}
