import { Button } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { count } from '../show/numbers.ts'
import type { Pages } from './List.tsx'
import classes from './list.module.css'

interface FootProps {
  pages: Pages<unknown>
  /** The id by which a list of rows that open points to how its keys are used. */
  keys?: string | undefined
}

/** How much of the list is here, whether it is still as it was read, and which keys lead through it. */
export function Foot({ pages, keys }: FootProps) {
  const t = useWords(common)
  const { locale } = useLanguage()
  return (
    <div className={classes.foot}>
      <div className={classes.told} role="status">
        <span>
          {t('shown', { n: `${count(pages.items.length, locale)}${pages.hasNextPage ? ' +' : ''}` })}
        </span>
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
      {keys && (
        <span id={keys} className={classes.keys}>
          {t('listKeys')}
        </span>
      )}
    </div>
  )
}
