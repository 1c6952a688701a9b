import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { type Freshness, type Kind, type Kinds, LiveStore } from './store.ts'
import { type OnChange, Stream } from './stream.ts'

const Context = createContext<LiveStore | null>(null)

/** Everything below sees live state. One stream serves all screens. */
interface LiveProps {
  children: ReactNode
  onChange: OnChange
  /** Whose news: all that one may see, or a driver's own. */
  address?: string
}

export function LiveProvider({ children, onChange, address }: LiveProps) {
  const [store] = useState(() => new LiveStore())
  useEffect(() => {
    const stream = new Stream(store, onChange, address)
    stream.start()
    return () => stream.stop()
  }, [store, onChange, address])
  return <Context value={store}>{children}</Context>
}

function useStore(): LiveStore {
  const store = useContext(Context)
  if (store === null) throw new Error('LiveProvider is missing')
  return store
}

export function useLive<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
  const store = useStore()
  const subscribe = useCallback(
    (tell: () => void) => store.subscribe(`${kind}/${id}`, tell),
    [store, kind, id],
  )
  return useSyncExternalStore(subscribe, () => store.one(kind, id))
}

export function useLiveList<K extends Kind>(kind: K): readonly Kinds[K][] {
  const store = useStore()
  const subscribe = useCallback((tell: () => void) => store.subscribe(kind, tell), [store, kind])
  return useSyncExternalStore(subscribe, () => store.list(kind))
}

/** What all of a kind come to, as a text: drawn anew only when the text changes. */
export function useLiveText<K extends Kind>(kind: K, told: (all: readonly Kinds[K][]) => string): string {
  const store = useStore()
  const subscribe = useCallback((tell: () => void) => store.subscribe(kind, tell), [store, kind])
  return useSyncExternalStore(subscribe, () => told(store.list(kind)))
}

export function useFreshness(): Freshness {
  const store = useStore()
  const subscribe = useCallback((tell: () => void) => store.subscribe('freshness', tell), [store])
  return useSyncExternalStore(subscribe, () => store.freshness)
}
