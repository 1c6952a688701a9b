import { Button } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { GroupInput, GroupView } from '@wattfleet/api/generated/shapes.ts'
import { LOOK_AGAIN_MS, useCall, useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useEditing } from '@wattfleet/ui/draft/useEditing.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty, waiting } from '@wattfleet/ui/frame/States.tsx'
import { common } from '@wattfleet/words/common.ts'
import { groups } from '@wattfleet/words/groups.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { AskWhy } from './AskWhy.tsx'
import classes from './groups.module.css'
import { Rules } from './Rules.tsx'
import { conditions } from './sentence.ts'
import { useTariffNames, useTariffs } from './tariffs.ts'
import { Uses } from './Uses.tsx'

/** One group: its rules in their order, who uses it, and why it chooses what it chooses. */
export function GroupPanel() {
  const { id } = useParams({ from: '/tariff-groups/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const t = useWords(groups)
  const navigate = useNavigate()
  const { items, known } = useTariffs()
  const [draft, setDraft] = useState<GroupInput>({ name: '', rules: [{ tariff_id: null }] })
  const create = useChange('POST /api/v1/tariff-groups', ['/api/v1/tariff-groups'])
  const save = () =>
    create.mutate(
      { body: draft },
      { onSuccess: (made) => void navigate({ to: '/tariff-groups/$id', params: { id: made.id } }) },
    )
  if (known && items.length === 0)
    return (
      <Page title={t('make')} close="/tariff-groups">
        <Empty title={t('emptyTitle')}>{t('noTariffs')}</Empty>
      </Page>
    )
  return (
    <Page title={t('make')} close="/tariff-groups">
      <Rules draft={draft} onChange={setDraft} error={create.error} />
      <Refused error={create.error} />
      <div>
        <Button loading={create.isPending} disabled={!draft.name.trim()} onClick={save}>
          {t('save')}
        </Button>
      </div>
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/tariff-groups/{id}', { path: { id } }, { everyMs: LOOK_AGAIN_MS })
  if (query.data === undefined) return waiting(query)
  return <Known group={query.data} />
}

function Known({ group }: { group: GroupView }) {
  const t = useWords(groups)
  const may = useMay()
  const writes = may('tariffs:write')
  const label = useLabel(groups)
  const { id, version } = group
  const change = useChange('PATCH /api/v1/tariff-groups/{id}', ['/api/v1/tariff-groups'])
  const { editing, draft, begin, saved, giveUp } = useEditing(inputOf(group), version, change)
  const save = () =>
    change.mutate(
      { path: { id }, version: draft.version, body: draft.value },
      { onSuccess: (made) => saved(inputOf(made), made.version) },
    )
  const edit = writes && !editing && (
    <Button variant="default" onClick={begin}>
      {t('edit')}
    </Button>
  )
  return (
    <Page title={group.name} close="/tariff-groups" note={t('version', { n: version })} actions={edit}>
      {!editing ? (
        <Told group={group} />
      ) : (
        <>
          <Rules draft={draft.value} onChange={draft.set} error={change.error} />
          <Outcome of={draft} change={change} label={label} about={['tariff_group', id]} />
          <Save busy={change.isPending} onSave={save} onCancel={giveUp} />
        </>
      )}
      <AskWhy group={group} />
      <Uses group={group} />
      {writes && <PutAway group={group} />}
    </Page>
  )
}

function inputOf({ name, rules }: GroupView): GroupInput {
  return { name, rules }
}

function Save({ busy, onSave, onCancel }: { busy: boolean; onSave: () => void; onCancel: () => void }) {
  const t = useWords(groups)
  const c = useWords(common)
  return (
    <div className={classes.row} style={{ alignItems: 'center' }}>
      <Button loading={busy} onClick={onSave}>
        {t('save')}
      </Button>
      <Button variant="subtle" onClick={onCancel}>
        {c('cancel')}
      </Button>
      <small className={classes.dim}>{t('newVersion')}</small>
    </div>
  )
}

function Told({ group }: { group: GroupView }) {
  const t = useWords(groups)
  const { locale } = useLanguage()
  const nameOf = useTariffNames()
  return (
    <Panel title={t('rules')} flush>
      <ol className={classes.rules}>
        {group.rules.map((rule, at) => (
          <li key={`rule ${at + 1}`} className={classes.rule}>
            <span className={classes.number}>{at + 1}</span>
            <span>
              <strong>{nameOf(rule.tariff_id)}</strong>
              <div>{conditions(rule, t, locale)}</div>
              {rule.note && <div className={classes.dim}>{rule.note}</div>}
            </span>
          </li>
        ))}
      </ol>
      <div className={classes.rule}>
        <span />
        <small className={classes.dim}>{t('order')}</small>
      </div>
    </Panel>
  )
}

function PutAway({ group }: { group: GroupView }) {
  const t = useWords(groups)
  const navigate = useNavigate()
  const remove = useChange('DELETE /api/v1/tariff-groups/{id}', ['/api/v1/tariff-groups$'])
  const done = () => void navigate({ to: '/tariff-groups' })
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <div className={classes.row} style={{ alignItems: 'center' }}>
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate({ path: { id: group.id }, version: group.version }, { onSuccess: done })
          }
        >
          {t('putAway')}
        </Button>
        <small className={classes.dim}>{t('putAwayHow')}</small>
      </div>
      <Refused error={remove.error} />
    </div>
  )
}
