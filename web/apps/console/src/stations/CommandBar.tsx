import { Button, Menu, Modal } from '@mantine/core'
import type { StationDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { useFilters } from '@wattfleet/ui/list/filters.ts'
import { commands } from '@wattfleet/words/commands.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { FIRST, isAsking, MORE } from '../shell/asking.ts'
import { CommandForm } from './CommandForm.tsx'

/** What can be asked of the station; each opens its own small form, and the answer comes in its place. */
export function CommandBar({ station }: { station: StationDetailView }) {
  const t = useWords(commands)
  const c = useWords(common)
  const may = useMay()
  // In the address, so that whoever finds a command by its name comes to its form.
  const [{ ask }, setFilter] = useFilters()
  const asking = isAsking(ask) ? ask : null
  const setAsking = (one: string | null) => setFilter('ask', one)
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
