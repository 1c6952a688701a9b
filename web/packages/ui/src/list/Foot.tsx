import { Button } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { count } from '../show/numbers.ts'
import type { Pages } from './List.tsx'
import classes from './list.module.css'

/** How much of the list is here, and whether it is still as it was read. */
export function Foot({ pages }: { pages: Pages<unknown> }) {
  const t = useWords(common)
  const { locale } = useLanguage()
  return (
    <div className={classes.foot} role="status">
      <span>{t('shown', { n: `${count(pages.items.length, locale)}${pages.hasNextPage ? ' +' : ''}` })}</span>
      {pages.isFetchingNextPage && <span>{t('more')}</span>}
      {pages.changed && (
        <>
          <span className={classes.changed}>{t('changed')}</span>
          <Button variant="subtle" size="compact-xs" onClick={pages.anew}>
            {t('anew')}
          </Button>
        </>
      )}
    </div>
  )
}
