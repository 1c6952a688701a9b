import { expect, test } from 'vitest'
import {
  addMonths,
  dayShape,
  dayWritten,
  momentAt,
  monthWritten,
  readClock,
  readDay,
  readMonth,
  weeksOf,
} from './written.ts'

test.each([
  ['en-GB', '20/11/2026', 'dd/mm/yyyy', '11/2026'],
  ['sv-SE', '2026-11-20', 'åååå-mm-dd', '2026-11'],
  ['de-DE', '20.11.2026', 'tt.mm.jjjj', '11.2026'],
])('a day in %s', (locale, written, shape, month) => {
  expect(dayWritten('2026-11-20', locale)).toBe(written)
  expect(dayShape(locale)).toBe(shape)
  expect(monthWritten('2026-11', locale)).toBe(month)
  expect(readDay(written, locale)).toBe('2026-11-20')
  expect(readDay('2026-11-20', locale)).toBe('2026-11-20')
})

test.each([
  ['3/2/2026', 'en-GB', '2026-02-03'],
  ['3.2.2026', 'de-DE', '2026-02-03'],
  ['31.2.2026', 'de-DE', null],
  ['3.2.26', 'de-DE', null],
  ['tomorrow', 'en-GB', null],
  ['', 'sv-SE', null],
])('%s in %s is read as %s', (text, locale, day) => {
  expect(readDay(text, locale)).toBe(day)
})

test.each([
  ['2026-11', '2026-11'],
  ['11.2026', '2026-11'],
  ['1/2026', '2026-01'],
  ['13/2026', null],
  ['2026', null],
])('the month %s', (text, month) => {
  expect(readMonth(text)).toBe(month)
})

test.each([
  ['7', '07:00'],
  ['730', '07:30'],
  ['22:5', '22:05'],
  ['06.15', '06:15'],
  ['06:15:30', '06:15:30'],
  ['24:00', null],
  ['', null],
  ['x', null],
])('the clock %s', (text, clock) => {
  expect(readClock(text)).toBe(clock)
})

test('a month has six weeks from Monday on', () => {
  const weeks = weeksOf('2026-11-20')
  expect(weeks).toHaveLength(6)
  expect(weeks[0]).toEqual([
    '2026-10-26',
    '2026-10-27',
    '2026-10-28',
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
  ])
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-01-15', -1, '2025-12-15'],
])('%s and %i months', (day, count, expected) => {
  expect(addMonths(day, count)).toBe(expected)
})

test.each([
  ['2026-11-20T13:00', 'Europe/Stockholm', '2026-11-20T12:00:00.000Z'],
  ['2026-07-20T13:00:05', 'Europe/Stockholm', '2026-07-20T11:00:05.000Z'],
  ['2026-11-20T13:00', 'America/New_York', '2026-11-20T18:00:00.000Z'],
  // the hour that does not exist, and the one that comes twice
  ['2026-03-29T02:30', 'Europe/Stockholm', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T03:30', 'Europe/Stockholm', '2026-10-25T02:30:00.000Z'],
  ['no', 'UTC', null],
])('%s in %s is %s', (local, zone, moment) => {
  expect(momentAt(local, zone)).toBe(moment)
})
