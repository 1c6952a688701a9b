import { lazyRouteComponent } from '@tanstack/react-router'
import { Unreachable } from '@wattfleet/api/problem.ts'

/** A screen that is loaded when it is first looked at. */
export const late: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(notCome), name)

/** Where the server answers, it has newer screens than this page, which the router then loads anew. Without a server
 * that would leave the browser's own page of an error: the frame stays, and says what is missing. */
async function notCome(error: unknown): Promise<never> {
  throw (await answers()) ? error : new Unreachable()
}

function answers(): Promise<boolean> {
  return fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    (one) => one.ok,
    () => false,
  )
}
