import { exact, readersZone } from '@wattfleet/ui/show/times.ts'
import { alarms } from '@wattfleet/words/alarms.ts'
import { type Spoken, useLanguage } from '@wattfleet/words/language.tsx'
import { type Phrase, phrase, type Values } from '@wattfleet/words/words.ts'

/** A line of an alarm's history names what was done, one after another: “acknowledged, owner Anna Lind”. */
const DEEDS =
  /^(?:(?<seen>(?:un)?acknowledged)(?:, |$))?(?:owner (?<owner>.*?)(?:, (?=woken$|snoozed until \S+$)|$))?(?:(?<woken>woken)|snoozed until (?<until>\S+))?$/

export function useHappened(): (what: string) => string {
  const spoken = useLanguage()
  return (what) => happened(what, spoken)
}

export function happened(what: string, { language, locale }: Pick<Spoken, 'language' | 'locale'>): string {
  const say = (one: Phrase, values: Values = {}) => phrase(one, language, values)
  if (what === 'opened' || what === 'closed') return say(alarms[what])
  if (what === 'noted') return say(alarms.did_note)
  const done = DEEDS.exec(what)?.groups ?? {}
  const said: string[] = []
  if (done.seen) said.push(say(done.seen === 'acknowledged' ? alarms.seen : alarms.did_unsee))
  if (done.owner)
    said.push(done.owner === 'none' ? say(alarms.did_leave) : say(alarms.did_take, { who: done.owner }))
  if (done.woken) said.push(say(alarms.did_wake))
  if (done.until) {
    const when = exact(new Date(done.until), locale, readersZone(), false)
    said.push(say(alarms.did_snooze, { when }))
  }
  return said.join(', ') || what
}
