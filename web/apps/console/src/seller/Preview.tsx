import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { asSource, fetchFile } from '@wattfleet/api/file.ts'
import type { Seller } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import { useEffect } from 'react'
import classes from './seller.module.css'

/** A page as it would be set, of what stands in the form now. */
export function Preview({ seller, known }: { seller: Seller; known: boolean }) {
  const t = useWords(words)
  const { language } = useLanguage()
  const picture = useMutation({
    mutationFn: async () => {
      const asked = { query: { language }, body: seller }
      const { content } = await fetchFile('POST /api/v1/seller/picture', asked)
      return asSource(content)
    },
  })
  const { mutate } = picture
  // What is kept already is shown at once; what is being written, when it is asked for.
  useEffect(() => {
    if (known) mutate()
  }, [known, mutate])
  return (
    <Panel
      title={t('preview')}
      actions={
        <Button
          variant="default"
          loading={picture.isPending}
          disabled={!seller.name.trim()}
          onClick={() => picture.mutate()}
        >
          {t('showPreview')}
        </Button>
      }
    >
      <div className={classes.form}>
        <span className={classes.dim}>{t('previewWhat')}</span>
        <Refused error={picture.error} />
        {picture.data && <img className={classes.sheet} src={picture.data} alt={t('previewAlt')} />}
      </div>
    </Panel>
  )
}
