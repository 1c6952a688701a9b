import { book } from './words.ts'

/** What is said at fields for days, months and clocks. */
export const fields = book({
  calendarOf: ['Calendar: {name}', 'Kalender: {name}', 'Kalender: {name}'],
  monthBefore: ['Month before', 'Föregående månad', 'Monat davor'],
  monthAfter: ['Month after', 'Nästa månad', 'Monat danach'],
  dayOf: ['{name}: day', '{name}: dag', '{name}: Tag'],
  clockOf: ['{name}: time', '{name}: tid', '{name}: Uhrzeit'],
  notADay: ['Write a day as {shape}.', 'Skriv en dag som {shape}.', 'Schreiben Sie einen Tag als {shape}.'],
  tooEarly: ['Not before {day}.', 'Inte före {day}.', 'Nicht vor dem {day}.'],
  notAClock: ['Write a time as 07:30.', 'Skriv en tid som 07:30.', 'Schreiben Sie eine Uhrzeit als 07:30.'],
  notAMonth: [
    'Write a month as {such}.',
    'Skriv en månad som {such}.',
    'Schreiben Sie einen Monat als {such}.',
  ],
})
