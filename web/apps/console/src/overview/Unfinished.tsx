import { Link } from '@tanstack/react-router'
import { useCall } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import classes from './overview.module.css'

/** Until somebody has said who runs this, the overview leads to where that is said. */
export function Unfinished() {
  const t = useWords(people)
  const may = useMay()('setup:write')
  const setUp = useCall('GET /api/v1/setup', {}, { enabled: may })
  if (!may || setUp.data === undefined || setUp.data.complete) return null
  return (
    <div className={classes.unfinished}>
      {t('unfinished')}{' '}
      <Link to="/setup" style={{ color: 'var(--wf-accent)' }}>
        {t('goOn')}
      </Link>
    </div>
  )
}
