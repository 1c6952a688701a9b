import { Button, Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call, versionOf } from '@wattfleet/api/call.ts'
import type { SiteMetrologyView, SiteRule, SiteView } from '@wattfleet/api/generated/shapes.ts'
import { refresh, useCall } from '@wattfleet/api/queries.ts'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { type FormEvent, useState } from 'react'
import { Effect } from './Effect.tsx'
import { without, withRule } from './rules.ts'
import classes from './sites.module.css'

const USES = ['all', 'public', 'private', 'home'] as const
const GATES = ['required', 'law', 'off'] as const
const TOUCHES = ['/api/v1/metrology', '/api/v1/sites', '/api/v1/sessions', '/api/v1/invoice-runs']

interface Draft {
  use: (typeof USES)[number]
  gate: (typeof GATES)[number]
  clock_approved: boolean
}

/** What was said of all sites is read anew before one of them is written: the server keeps it as a whole. */
function useSay() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: async (change: (all: readonly SiteRule[]) => SiteRule[]) => {
      const said = await call('GET /api/v1/metrology', {})
      return call('PUT /api/v1/metrology', {
        body: { sites: change(said.sites ?? []) },
        version: versionOf(said),
      })
    },
    onSettled: () => refresh(cache, TOUCHES),
  })
}

/** Rules of the site's own, each with its reason; what a new one would hold is told before it is said. */
export function SayOtherwise({ site, found }: { site: SiteView; found: SiteMetrologyView }) {
  const t = useWords(measuring)
  const [draft, setDraft] = useState<Draft | null>(null)
  const say = useSay()
  return (
    <>
      {found.rules.length > 0 && (
        <div className={classes.line}>
          <strong>{t('saidRules')}</strong>
          {found.rules.map((one) => (
            <div key={one.use ?? 'all'} className={classes.between}>
              <span>
                {t(`use_${one.use ?? 'all'}`)}: {t('gate')} {t(`gate_${one.gate ?? 'law'}`)}
                {one.clock_approved && ` · ${t('clock')}`}
                <span className={classes.dim}> · {one.note}</span>
              </span>
              <CloseButton
                size="sm"
                aria-label={t('unsay', { use: t(`use_${one.use ?? 'all'}`) })}
                disabled={say.isPending}
                onClick={() => say.mutate((all) => without(all, one))}
              />
            </div>
          ))}
        </div>
      )}
      <div className={classes.line}>
        {draft === null ? (
          <div>
            <Button
              variant="default"
              onClick={() => setDraft({ use: 'all', gate: 'required', clock_approved: false })}
            >
              {t('changeIt')}
            </Button>
          </div>
        ) : (
          <Rule site={site} draft={draft} set={setDraft} say={say} />
        )}
        <Refused error={say.error} />
      </div>
    </>
  )
}

interface RuleProps {
  site: SiteView
  draft: Draft
  set: (draft: Draft | null) => void
  say: ReturnType<typeof useSay>
}

function Rule({ site, draft, set, say }: RuleProps) {
  const t = useWords(measuring)
  const c = useWords(common)
  const [note, setNote] = useState('')
  const use = draft.use === 'all' ? null : draft.use
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const rule: SiteRule = { site_id: site.id, ...draft, use, note: note.trim() }
    say.mutate((all) => withRule(all, rule), { onSuccess: () => set(null) })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          label={t('use')}
          value={draft.use}
          data={USES.map((one) => ({ value: one, label: t(`use_${one}`) }))}
          onChange={(event) =>
            set({ ...draft, use: USES.find((one) => one === event.currentTarget.value) ?? 'all' })
          }
        />
        <NativeSelect
          size="xs"
          label={t('gate')}
          value={draft.gate}
          data={GATES.map((one) => ({ value: one, label: t(`gate_${one}`) }))}
          onChange={(event) =>
            set({ ...draft, gate: GATES.find((one) => one === event.currentTarget.value) ?? 'law' })
          }
        />
      </div>
      {draft.gate !== 'off' && (
        <Checkbox
          label={t('clock')}
          checked={draft.clock_approved}
          onChange={(event) => set({ ...draft, clock_approved: event.currentTarget.checked })}
        />
      )}
      <TextInput
        label={t('note')}
        required
        value={note}
        error={fieldError(say.error, 'note', 'sites')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Trial site={site} draft={draft} />
      <div className={classes.row}>
        <Button type="submit" loading={say.isPending} disabled={note.trim().length < 3}>
          {t('say')}
        </Button>
        <CloseButton aria-label={c('cancel')} onClick={() => set(null)} />
      </div>
    </form>
  )
}

/** The consequence by its number, before it is done. */
function Trial({ site, draft }: { site: SiteView; draft: Draft }) {
  const t = useWords(measuring)
  const { use, gate, clock_approved } = draft
  const query = { gate, use: use === 'all' ? undefined : use, clock_approved }
  const tried = useCall('GET /api/v1/sites/{id}/metrology', { path: { id: site.id }, query }, { keep: true })
  return (
    <div className={classes.effect}>
      <strong>{t('ifSo')}</strong>
      {gate === 'off' && <span>{t('offWarns')}</span>}
      {tried.data === undefined ? waiting(tried) : <Effect of={tried.data} />}
    </div>
  )
}
