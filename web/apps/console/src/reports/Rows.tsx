import { Drawer } from '@mantine/core'
import { useCall } from '@wattfleet/api/queries.ts'
import { Facts, Inner } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Day, Month } from '@wattfleet/ui/show/Books.tsx'
import { count, localised, milli } from '@wattfleet/ui/show/numbers.ts'
import { useSites } from '@wattfleet/ui/show/place.ts'
import { Energy, Money, NONE } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { states } from '@wattfleet/words/states.ts'
import { type ReactNode, useState } from 'react'
import { narrowed, narrowedAll } from './narrowed.ts'
import classes from './reports.module.css'
import { type Cells, NUMBERS, totals } from './totals.ts'
import { useReportWords } from './useReportWords.ts'

interface Row {
  id: string
  cells: Cells
  sum?: boolean
  /** The list of the sessions that it is made of. */
  to?: string | null
}

interface RowsProps {
  id: string
  name: string
  /** The one site that it tells of, if it tells of one. */
  site: string | null
}

/** What a report says now, with its sums; a row opens to all of its cells, and those lead to its sessions. */
export function Rows({ id, name, site }: RowsProps) {
  const { t, head } = useReportWords()
  const c = useWords(common)
  const [open, setOpen] = useState<Row | null>(null)
  const query = useCall('GET /api/v1/reports/{id}/rows', { path: { id } })
  const heads = query.data?.heads ?? []
  const cell = useCell(heads)
  const sites = useSites()
  const rows = (query.data?.rows ?? []).map((cells, at) => ({ id: `row ${at + 1}`, cells }))
  const sums = totals(heads, query.data?.rows ?? []).map((cells) => ({
    id: `sum ${cells[heads.indexOf('currency')] ?? ''}`,
    cells,
    sum: true,
    to: query.data ? narrowedAll(query.data, site, sites) : null,
  }))
  const to = open && query.data ? narrowed(query.data, open.cells, site, sites) : null
  const columns = useColumns(heads, cell)
  const unknown = sums.some(({ cells }) => cells.includes(null))
  return (
    <>
      <List
        boxed
        label={name}
        columns={columns}
        pages={{ ...query, items: rows, hasNextPage: false, isFetchingNextPage: false, fetchNextPage: no }}
        sums={sums}
        idOf={(one) => one.id}
        onOpen={setOpen}
        empty={<Empty title={t('rowsEmptyTitle')}>{t('rowsEmpty')}</Empty>}
      />
      {unknown && <small className={classes.help}>{t('costUnknown')}</small>}
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        size={420}
        title={t('row')}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {open && (
          <Facts
            of={heads.map(
              (one, at) => one !== 'currency' && ([head(one), cell({ ...open, to }, at)] as const),
            )}
          />
        )}
      </Drawer>
    </>
  )
}

const no = () => undefined

function useColumns(heads: readonly string[], cell: (row: Row, at: number) => ReactNode): Column<Row>[] {
  const { t, head } = useReportWords()
  const groups = heads.filter((one) => one !== 'currency' && !NUMBERS.includes(one))
  const numbers = heads.filter((one) => NUMBERS.includes(one))
  const whole: Column<Row> = {
    name: 'whole',
    head: '',
    width: 'minmax(100px, 2fr)',
    cell: (row) => <strong>{row.sum ? t('sum') : t('one')}</strong>,
  }
  const told = heads.flatMap((one, at): Column<Row>[] => {
    if (one === 'currency') return []
    const isNumber = NUMBERS.includes(one)
    return [
      {
        name: one,
        head: head(one),
        width: isNumber ? 'minmax(90px, 1fr)' : 'minmax(110px, 2fr)',
        right: isNumber,
        wide: isNumber ? numbers.indexOf(one) > 1 : groups.indexOf(one) > 0,
        cell: (row) =>
          row.sum && one === groups[0] ? (
            <strong>{t('sum')}</strong>
          ) : row.sum && !isNumber ? (
            ''
          ) : (
            cell(row, at)
          ),
      },
    ]
  })
  return groups.length === 0 ? [whole, ...told] : told
}

/** A cell by what its column is: nothing of it is added up in a float. */
function useCell(heads: readonly string[]): (row: Row, at: number) => ReactNode {
  const { t } = useReportWords()
  const { locale } = useLanguage()
  const state = useWordFor(states)
  const money = heads.indexOf('currency')
  const shown = (row: Row, at: number) => {
    const text = row.cells[at] ?? null
    switch (heads[at]) {
      case 'sessions':
        return count(Number(text), locale)
      case 'energy_kwh':
        return <Energy wh={text === null ? null : milli(text)} unit={false} />
      case 'hours':
        return text === null ? NONE : localised(text, locale, 2)
      case 'before_vat':
      case 'vat':
      case 'amount':
      case 'cost':
      case 'margin': {
        const currency = row.cells[money] ?? ''
        if (text === null || !currency) return <span title={t('costUnknown')}>{NONE}</span>
        return <Money of={text} currency={currency} />
      }
      case 'day':
        return <Day of={text} />
      case 'month':
        return text ? <Month of={text} /> : NONE
      case 'state':
        return text ? state(text) : NONE
      default:
        return text || NONE
    }
  }
  return (row, at) => {
    const value = shown(row, at)
    if (!row.to || (row.cells[at] ?? null) === null || !NUMBERS.includes(heads[at] ?? '')) return value
    return (
      <Inner className={classes.made} href={row.to}>
        {value}
      </Inner>
    )
  }
}
