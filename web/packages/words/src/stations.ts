import { book } from './words.ts'

export const stations = book({
  station: ['Station', 'Laddstation', 'Ladestation'],
  status: ['Status', 'Status', 'Status'],
  site: ['Site', 'Plats', 'Standort'],
  kind: ['Kind', 'Typ', 'Art'],
  public: ['public', 'publik', 'öffentlich'],
  private: ['private', 'privat', 'privat'],
  home: ['home', 'hem', 'zuhause'],
  connection: ['Connection', 'Anslutning', 'Verbindung'],
  connected: ['connected', 'ansluten', 'verbunden'],
  offline: ['offline', 'offline', 'offline'],
  model: ['Model', 'Modell', 'Modell'],
  firmware: ['Firmware', 'Firmware', 'Firmware'],
  serial: ['Serial number', 'Serienummer', 'Seriennummer'],
  protocol: ['Protocol', 'Protokoll', 'Protokoll'],
  seen: ['Last heard', 'Senaste kontakt', 'Letzter Kontakt'],
  since: ['since', 'sedan', 'seit'],
  booted: ['Last start', 'Senaste start', 'Letzter Start'],
  chooseFor: [
    'Choose the station for: {command}',
    'Välj laddstation för: {command}',
    'Wählen Sie die Ladestation für: {command}',
  ],
  searchIn: ['Identity or name', 'Identitet eller namn', 'Identität oder Name'],
  emptyTitle: ['No station fits', 'Ingen laddstation passar', 'Keine Ladestation passt'],
  empty: [
    'Stations that knock appear in the inbox; a list of them is brought in with Import.',
    'Laddstationer som knackar på syns i inkorgen; en hel lista läses in med Import.',
    'Ladestationen, die anklopfen, erscheinen im Eingang; eine ganze Liste liest Import ein.',
  ],
})
