import { book } from './words.ts'

/** States, each with its colour and shape; the key is the server's word. */
export const states = book({
  available: ['available', 'ledig', 'frei'],
  preparing: ['preparing', 'förbereder', 'wird vorbereitet'],
  charging: ['charging', 'laddar', 'lädt'],
  suspended_ev: ['paused by the car', 'pausad av bilen', 'vom Auto pausiert'],
  suspended_evse: ['paused by us', 'pausad av oss', 'von uns pausiert'],
  finishing: ['finishing', 'avslutas', 'wird beendet'],
  occupied: ['occupied', 'upptagen', 'belegt'],
  reserved: ['reserved', 'reserverad', 'reserviert'],
  unavailable: ['out of service', 'ur drift', 'außer Betrieb'],
  faulted: ['faulted', 'fel', 'gestört'],
  unknown: ['unknown', 'okänt', 'unbekannt'],
  offline: ['offline', 'offline', 'offline'],
  doubtful: ['doubtful', 'tveksam', 'zweifelhaft'],
  connected: ['connected', 'ansluten', 'verbunden'],
  active: ['running', 'pågår', 'läuft'],
  closed: ['ended', 'avslutad', 'beendet'],
  review: ['in review', 'granskas', 'in Prüfung'],
  written_off: ['written off', 'avskriven', 'abgeschrieben'],
})
