import { Button } from '@mantine/core'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { overview } from '@wattfleet/words/overview.ts'
import { states } from '@wattfleet/words/states.ts'

/** The one state that is shown; a press shows all again. */
export function Only({ state, clear }: { state: string; clear: () => void }) {
  const t = useWords(overview)
  const say = useWordFor(states)
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Shape state={state} size={11} />}
      rightSection={<span aria-hidden="true">×</span>}
      title={t('showAll')}
      onClick={clear}
    >
      {t('onlyOf', { state: say(state) })}
    </Button>
  )
}
