import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { asSource, fetchFile } from '@wattfleet/api/file.ts'
import type { InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './invoices.module.css'

/** The page as its PDF looks, on any screen. */
export function PagePicture({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const [page, setPage] = useState(1)
  const { id, version } = invoice
  const query = useQuery({
    queryKey: ['picture', id, version, page],
    queryFn: async () => {
      const { content, pages } = await fetchFile('GET /api/v1/invoices/{id}/picture', {
        path: { id },
        query: { page },
      })
      return { source: await asSource(content), pages }
    },
  })
  if (query.data === undefined) return waiting(query)
  const { source, pages } = query.data
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {invoice.state === 'draft' && <span className={classes.dim}>{t('draftPage')}</span>}
      <img
        className={classes.page}
        src={source}
        alt={t('pageAlt', { n: page, name: invoice.number || t('draft') })}
      />
      {pages > 1 && (
        <div className={classes.row} style={{ alignItems: 'center' }}>
          <Button variant="default" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t('previous')}
          </Button>
          <span>{t('page', { n: page, of: pages })}</span>
          <Button variant="default" disabled={page === pages} onClick={() => setPage(page + 1)}>
            {t('next')}
          </Button>
        </div>
      )}
    </div>
  )
}
