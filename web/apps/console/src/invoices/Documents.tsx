import { Button, Code, Drawer } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { fetchFile, type Kept, keep } from '@wattfleet/api/file.ts'
import type { InvoiceView } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { common } from '@wattfleet/words/common.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { indented } from './indented.ts'
import classes from './invoices.module.css'
import { Judged } from './Judged.tsx'
import { PagePicture } from './PagePicture.tsx'

const FORMS = ['pdf', 'factur-x', 'ubl', 'cii'] as const
type Form = (typeof FORMS)[number]
type Looked = { form: Form; text?: string }

/** Its page and its files, to look at and to keep; and what the official rules say of it. */
export function Documents({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const c = useWords(common)
  const [looked, setLooked] = useState<Looked | null>(null)
  const isDraft = invoice.state === 'draft'
  return (
    <Panel title={t('documents')} flush>
      {isDraft ? (
        <div className={classes.line}>
          <span>{t('draftPage')}</span>
          <Button variant="default" onClick={() => setLooked({ form: 'pdf' })}>
            {t('look')}
          </Button>
        </div>
      ) : (
        FORMS.map((form) => <File key={form} invoice={invoice} form={form} onLook={setLooked} />)
      )}
      <Judged invoice={invoice} />
      {!isDraft && <Proof invoice={invoice} />}
      <Drawer
        opened={looked !== null}
        onClose={() => setLooked(null)}
        position="right"
        size={760}
        title={looked ? `${invoice.number || t('draft')} · ${t(looked.form)}` : ''}
        closeButtonProps={{ 'aria-label': c('close') }}
        styles={{ title: { fontWeight: 600, fontSize: 16 } }}
      >
        {looked?.text !== undefined && (
          <Code block tabIndex={0} className={classes.xml}>
            {looked.text}
          </Code>
        )}
        {looked !== null && looked.text === undefined && <PagePicture invoice={invoice} />}
      </Drawer>
    </Panel>
  )
}

interface FileProps {
  invoice: InvoiceView
  form: Form
  onLook: (what: Looked) => void
}

function File({ invoice, form, onLook }: FileProps) {
  const t = useWords(invoices)
  const [kept, setKept] = useState('')
  const fetched = useMutation({
    mutationFn: () =>
      fetchFile('GET /api/v1/invoices/{id}/document', { path: { id: invoice.id }, query: { format: form } }),
  })
  const isXml = form === 'ubl' || form === 'cii'
  const look = () =>
    isXml
      ? fetched.mutate(undefined, {
          onSuccess: async ({ content }) => onLook({ form, text: indented(await content.text()) }),
        })
      : onLook({ form })
  const download = () =>
    fetched.mutate(undefined, {
      onSuccess: (file: Kept) => {
        keep(file)
        setKept(file.sha256)
      },
    })
  const name = t(form)
  return (
    <div className={classes.line}>
      <span>
        {name}
        {gets(invoice.buyer.syntax) === form && <span className={classes.dim}> · {t('customerGets')}</span>}
        {kept && <output className={`${classes.dim} ${classes.hash}`}>{t('kept', { hash: kept })}</output>}
        <Refused error={fetched.error} />
      </span>
      <span className={classes.row}>
        <Button variant="subtle" aria-label={t('lookAt', { name })} onClick={look}>
          {t('look')}
        </Button>
        <Button
          variant="default"
          aria-label={t('downloadOf', { name })}
          loading={fetched.isPending}
          onClick={download}
        >
          {t('download')}
        </Button>
      </span>
    </div>
  )
}

/** A bundle with which anybody can compute the invoice again. */
function Proof({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const proof = useMutation({
    mutationFn: async () => {
      const file = await fetchFile('GET /api/v1/invoices/{id}/proof', { path: { id: invoice.id } })
      keep({ ...file, name: `${invoice.number.replaceAll(/[^\w.-]/g, '-')}-proof.json` })
    },
  })
  return (
    <div className={classes.line}>
      <span className={classes.dim}>
        {t('proofWhat')}
        <Refused error={proof.error} />
      </span>
      <Button variant="default" loading={proof.isPending} onClick={() => proof.mutate()}>
        {t('proof')}
      </Button>
    </div>
  )
}

/** In which file the form of a customer comes. */
function gets(syntax: string): string {
  return syntax === 'xrechnung' ? 'ubl' : syntax
}
