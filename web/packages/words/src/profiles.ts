import { book } from './words.ts'

/** Charging profiles: what was commanded against what was measured. */
export const profiles = book({
  title: ['Commanded and measured', 'Begärt och uppmätt', 'Vorgegeben und gemessen'],
  commanded: ['limit', 'gräns', 'Grenze'],
  measured: ['measured', 'uppmätt', 'gemessen'],
  evse: ['EVSE {n}', 'EVSE {n}', 'EVSE {n}'],
  read: ['Read the schedule', 'Läs schemat', 'Fahrplan lesen'],
  readWill: [
    'Ask the station what limits result from all its profiles; the next 24 hours are drawn here.',
    'Fråga laddstationen vilka gränser alla profiler ger; de kommande 24 timmarna ritas här.',
    'Fragen Sie die Ladestation, welche Grenzen sich aus allen Profilen ergeben; die nächsten 24 Stunden erscheinen hier.',
  ],
  picture: [
    'Power measured at EVSE {n} against the limit that the station follows',
    'Uppmätt effekt vid EVSE {n} mot den gräns som laddstationen följer',
    'An EVSE {n} gemessene Leistung gegen die Grenze, der die Ladestation folgt',
  ],
  amps: [
    'Limits in ampere are drawn at 230 V for each phase.',
    'Gränser i ampere ritas vid 230 V per fas.',
    'Grenzen in Ampere sind mit 230 V je Phase gezeichnet.',
  ],
  limit: ['Set a limit', 'Sätt en gräns', 'Grenze setzen'],
  limitHelp: [
    'For every session here until it is cleared (TxDefaultProfile, stack level 0).',
    'För varje laddsession här tills den rensas (TxDefaultProfile, nivå 0).',
    'Für jeden Ladevorgang hier, bis sie gelöscht wird (TxDefaultProfile, Stufe 0).',
  ],
  value: ['Limit', 'Gräns', 'Grenze'],
  unit: ['Unit', 'Enhet', 'Einheit'],
  send: ['Set', 'Sätt', 'Setzen'],
  clear: ['Clear all', 'Rensa alla', 'Alle löschen'],
  noSession: [
    'No session runs here now.',
    'Ingen laddsession pågår här nu.',
    'Hier läuft jetzt kein Ladevorgang.',
  ],
})
