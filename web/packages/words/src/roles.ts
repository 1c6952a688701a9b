import { book } from './words.ts'

/** Roles of people and keys, who acts, and what a driver shows. */
export const roles = book({
  admin: ['admin', 'administratör', 'Administration'],
  operator: ['operator', 'operatör', 'Betrieb'],
  finance: ['finance', 'ekonomi', 'Finanzen'],
  viewer: ['viewer', 'läsare', 'Leser'],
  auditor: ['auditor', 'revisor', 'Revision'],
  driver: ['driver', 'förare', 'Fahrer'],

  key: ['API key', 'API-nyckel', 'API-Schlüssel'],
  person: ['person', 'person', 'Person'],
  local: ['command line', 'kommandorad', 'Kommandozeile'],
  system: ['Wattfleet itself', 'Wattfleet självt', 'Wattfleet selbst'],

  rfid: ['card', 'kort', 'Karte'],
  app: ['app', 'app', 'App'],
  emaid: ['contract (eMAID)', 'avtal (eMAID)', 'Vertrag (eMAID)'],
})
