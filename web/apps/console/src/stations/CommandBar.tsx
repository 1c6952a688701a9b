import { Button, Menu, Modal } from '@mantine/core'
import type { StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { commands } from '@wattfleet/words/commands.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import { CommandForm } from './CommandForm.tsx'

const FIRST = ['remote_start', 'reset', 'unlock_connector'] as const
const MORE = [
  'change_availability',
  'trigger_message',
  'get_composite_schedule',
  'clear_charging_profile',
  'clear_cache',
  'get_local_list_version',
] as const

export type Asking = (typeof FIRST)[number] | (typeof MORE)[number]

/** What can be asked of the station; each opens its own small form, and the answer comes in its place. */
export function CommandBar({ station }: { station: StationDetailView }) {
  const t = useWords(commands)
  const c = useWords(common)
  const may = useMay()
  const [asking, setAsking] = useState<Asking | null>(null)
  if (!may('commands:write')) return null
  return (
    <>
      {FIRST.map((one) => (
        <Button
          key={one}
          variant={one === 'remote_start' ? 'filled' : 'default'}
          onClick={() => setAsking(one)}
        >
          {t(one)}
        </Button>
      ))}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t('more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {MORE.map((one) => (
            <Menu.Item key={one} onClick={() => setAsking(one)}>
              {t(one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking ? `${t(asking)} · ${station.identity}` : ''}
        closeButtonProps={{ 'aria-label': c('close') }}
      >
        {asking && <CommandForm station={station} asking={asking} close={() => setAsking(null)} />}
      </Modal>
    </>
  )
}
