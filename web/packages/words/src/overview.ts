import { book } from './words.ts'

export const overview = book({
  connected: ['Stations connected', 'Anslutna laddstationer', 'Verbundene Ladestationen'],
  running: ['Sessions running', 'Pågående laddsessioner', 'Laufende Ladevorgänge'],
  faulted: ['Faulted', 'Med fel', 'Gestört'],
  offline: ['Offline', 'Offline', 'Offline'],
  energy: [
    'Energy in running sessions',
    'Energi i pågående laddsessioner',
    'Energie in laufenden Ladevorgängen',
  ],
  ofAll: ['of {n}', 'av {n}', 'von {n}'],
  wrong: ['Wrong now', 'Fel just nu', 'Aktuelle Störungen'],
  nothingWrong: ['Nothing is wrong.', 'Inget är fel.', 'Alles in Ordnung.'],
  neverSeen: ['has never connected', 'har aldrig anslutit', 'war noch nie verbunden'],
  silentSince: ['last heard', 'senast hörd', 'zuletzt gemeldet'],
  moreTroubles: ['and {n} more', 'och {n} till', 'und {n} weitere'],
  by: ['Group by', 'Gruppera efter', 'Gruppieren nach'],
  site: ['Site', 'Plats', 'Standort'],
  access: ['Kind', 'Typ', 'Art'],
  state: ['Status', 'Status', 'Status'],
  public: ['Public', 'Publik', 'Öffentlich'],
  private: ['Private', 'Privat', 'Privat'],
  home: ['Home', 'Hem', 'Zuhause'],
  noSite: ['No site', 'Ingen plats', 'Kein Standort'],
  count: [
    '{n} {n|station|stations}',
    '{n} {n|laddstation|laddstationer}',
    '{n} {n|Ladestation|Ladestationen}',
  ],
  emptyTitle: ['No stations yet', 'Inga laddstationer än', 'Noch keine Ladestationen'],
  empty: [
    'Point a station at {url}. It will knock, appear in the inbox, and can be adopted there with one click. Or bring a list in with Import.',
    'Rikta en laddstation mot {url}. Den knackar på, dyker upp i inkorgen och kan tas över där med ett klick. Eller läs in en lista med Import.',
    'Richten Sie eine Ladestation auf {url}. Sie klopft an, erscheint im Eingang und kann dort mit einem Klick übernommen werden. Oder lesen Sie eine Liste mit Import ein.',
  ],
  mapEmpty: [
    'No site has a place on the map yet. Give a site its latitude and longitude.',
    'Ingen plats har koordinater än. Ange latitud och longitud för en plats.',
    'Noch kein Standort hat Koordinaten. Geben Sie einem Standort Breite und Länge.',
  ],
  unplaced: ['Sites without coordinates', 'Platser utan koordinater', 'Standorte ohne Koordinaten'],
})
