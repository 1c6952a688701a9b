import { useNavigate } from '@tanstack/react-router'

/** Opens one row of a list beside it: the address gets its id, and keeps the filters of the list. */
export function useOpen(to: `/${string}/$${string}`): (id: string) => void {
  const navigate = useNavigate()
  const name = to.slice(to.indexOf('$') + 1)
  // The router cannot know which of its addresses this is; each page names its own.
  return (id) => void navigate({ to, params: { [name]: id }, search: (before: object) => before } as never)
}
