import { UnstyledButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useChange } from '@wattfleet/api/queries.ts'
import { holdKey } from '@wattfleet/api/who.ts'
import { useMe } from '@wattfleet/ui/frame/me.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'

/** Ends this sign-in at the server, or forgets the key. */
export function SignOut() {
  const t = useWords(shell)
  const me = useMe()
  const cache = useQueryClient()
  const end = useChange('DELETE /api/v1/me/sign-ins/{id}', [])
  const leave = async () => {
    if (me.sign_in !== null) await end.mutateAsync({ path: { id: me.sign_in } }).catch(() => null)
    holdKey(null)
    cache.clear()
    location.assign('/')
  }
  return (
    <UnstyledButton onClick={leave} style={{ color: 'var(--wf-accent)', fontSize: 12 }}>
      {t('signOut')}
    </UnstyledButton>
  )
}
