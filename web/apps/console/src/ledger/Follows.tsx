import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './ledger.module.css'

interface FollowsProps {
  source: string
  id: string
  session: string | null
  children: ReactNode
}

/** Towards the evidence: an invoice opens to its lines, a price to its session, whose frames stand there. */
export function Follows({ source, id, session, children }: FollowsProps) {
  if (source === 'invoice' || source === 'credit_note')
    return (
      <Link className={classes.link} to="/invoices/$id" params={{ id }}>
        {children}
      </Link>
    )
  if (source === 'reminder')
    return (
      <Link className={classes.link} to="/reminders/$id" params={{ id }}>
        {children}
      </Link>
    )
  if (session !== null)
    return (
      <Link className={classes.link} to="/sessions/$id" params={{ id: session }}>
        {children}
      </Link>
    )
  return <span>{children}</span>
}
