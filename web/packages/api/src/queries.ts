/** The one cache of server state. A query's key is its route and what was asked. */
import {
  keepPreviousData,
  type Query,
  QueryClient,
  replaceEqualDeep,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type AnswerOf, type Asked, call, type RouteName, readAs } from './call.ts'
import { Refusal } from './problem.ts'

type Item<R extends RouteName> = AnswerOf<R> extends { items: readonly (infer T)[] } ? T : never

const FRESH_MS = 10_000

export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // Without a network a screen says so; it does not wait in silence.
        networkMode: 'always',
        retry: (count, error) => !(error instanceof Refusal) && count < 3,
        refetchOnWindowFocus: false,
        // What is equal stays the same object, and has the version at which it was read last.
        structuralSharing: (before: unknown, read: unknown) => readAs(replaceEqualDeep(before, read), read),
      },
    },
  })
}

/** What nobody tells of by itself is looked at again while somebody edits it. */
export const LOOK_AGAIN_MS = 30_000

export interface Choice {
  enabled?: boolean
  everyMs?: number
  keep?: boolean
}

/** One answer. */
export function useCall<R extends RouteName>(route: R, asked: Asked<R>, choice: Choice = {}) {
  return useQuery({
    queryKey: [route, asked],
    queryFn: ({ signal }) => call(route, { ...asked, signal }),
    enabled: choice.enabled ?? true,
    refetchInterval: choice.everyMs ?? false,
    placeholderData: choice.keep ? keepPreviousData : undefined,
  })
}

/** One answer that may not be there yet: null where the server says 404. It stays what it is while it is read
 * again, so that nobody's form is thrown away meanwhile. */
export function useFound<R extends RouteName>(route: R, asked: Asked<R>) {
  return useQuery({
    queryKey: [route, asked, 'found'],
    queryFn: async ({ signal }) => {
      try {
        return await call(route, { ...asked, signal })
      } catch (error) {
        if (error instanceof Refusal && error.status === 404) return null
        throw error
      }
    },
  })
}

/** Beyond so many pages a list is not read again by itself: that would read all of them, every few seconds, and
 * the page that is scrolled to would never come. Its foot says so, and offers to read it anew. */
const MOST_LIVE_PAGES = 5

interface Held {
  queryKey: readonly unknown[]
  state: { data: unknown }
}

function isLong({ queryKey, state }: Held): boolean {
  const data = state.data as { pages?: readonly unknown[] } | undefined
  return queryKey[2] === 'pages' && (data?.pages?.length ?? 0) > MOST_LIVE_PAGES
}

function staleAfter(one: Held): number {
  return isLong(one) ? Number.POSITIVE_INFINITY : FRESH_MS
}

function whileShort(everyMs: number | undefined): (one: Held) => number | false {
  return (one) => (everyMs === undefined || isLong(one) ? false : everyMs)
}

/** A list that grows by pages as it is scrolled. `changed` when it is long and something of it has changed. */
export function usePages<R extends RouteName>(route: R, asked: Asked<R>, choice: Choice = {}) {
  const cache = useQueryClient()
  const queryKey = [route, asked, 'pages']
  const query = useInfiniteQuery({
    queryKey,
    staleTime: staleAfter,
    queryFn: async ({ pageParam, signal }) => {
      const page = { limit: 200, ...(asked.query ?? {}), ...(pageParam ? { cursor: pageParam } : {}) }
      const answer: unknown = await call(route, { ...asked, query: page, signal } as Asked<R>)
      return answer as { items: readonly Item<R>[]; next: string | null }
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: choice.enabled ?? true,
    refetchInterval: whileShort(choice.everyMs),
    placeholderData: choice.keep === false ? undefined : keepPreviousData,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const name = JSON.stringify(queryKey)
  const long = (query.data?.pages.length ?? 0) > MOST_LIVE_PAGES
  // A page that is read later takes the mark away: what was read before it is as old as it was.
  const [marked, mark] = useState('')
  if (long && query.isStale && !query.isFetching && marked !== name) mark(name)
  const anew = () => {
    mark('')
    return cache.resetQueries({ queryKey, exact: true })
  }
  const changed = long && (marked === name || choice.everyMs !== undefined)
  return { ...query, items, changed, anew, every: () => every(route, asked) }
}

/** So many rows are read at most where all of a list are wanted. */
export const MOST = 10_000

/** All that the list has as it is asked for, read anew; null where there are more than MOST. */
async function every<R extends RouteName>(route: R, asked: Asked<R>): Promise<readonly Item<R>[] | null> {
  const found: Item<R>[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    if (found.length >= MOST) return null
    const page = { ...(asked.query ?? {}), limit: 1000, ...(cursor ? { cursor } : {}) }
    const answer = (await call(route, { ...asked, query: page } as Asked<R>)) as unknown as {
      items: readonly Item<R>[]
      next: string | null
    }
    found.push(...answer.items)
    cursor = answer.next
  }
  return found
}

/** A change. What it touches is read again afterwards: every query whose route begins with one of `touches`;
 * one that ends in `$` is that route alone, for things that are gone after the change. */
export function useChange<R extends RouteName>(route: R, touches: readonly string[]) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (asked: Asked<R>) => call(route, asked),
    // Where somebody else came first it is read anew too: a form keeps what was typed, see `useDraft`.
    onSettled: () => refresh(cache, touches),
  })
}

export function isLate(error: unknown): boolean {
  return error instanceof Refusal && error.status === 412
}

export function refresh(cache: QueryClient, touches: readonly string[]): Promise<void> {
  return cache.invalidateQueries({
    predicate: ({ queryKey: [route] }) =>
      typeof route === 'string' && touches.some((one) => touched(route, one)),
  })
}

/** What is live has changed: lists are read again, but long ones, which are only marked; and nothing that is being
 * read is begun anew. */
export async function refreshLive(cache: QueryClient, touches: readonly string[]): Promise<void> {
  const hit = ({ queryKey: [route] }: Query) =>
    typeof route === 'string' && touches.some((one) => touched(route, one))
  await cache.invalidateQueries({ predicate: (one) => hit(one) && isLong(one), refetchType: 'none' })
  await cache.invalidateQueries({ predicate: (one) => hit(one) && !isLong(one) }, { cancelRefetch: false })
}

function touched(route: string, one: string): boolean {
  return one.endsWith('$') ? route === `GET ${one.slice(0, -1)}` : route.startsWith(`GET ${one}`)
}
