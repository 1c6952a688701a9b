import { book } from './words.ts'

/** Something done to many rows of a list, the columns of a list, and views that are kept. */
export const many = book({
  pick: ['Choose {name}', 'Välj {name}', '{name} auswählen'],
  pickAll: ['Choose all shown', 'Välj alla som visas', 'Alle angezeigten auswählen'],
  picked: ['{n} chosen', '{n} {n|vald|valda}', '{n} ausgewählt'],
  none: ['Choose none', 'Välj inga', 'Keine auswählen'],
  leftOut: ['{n} will be left out: {why}', '{n} lämnas utanför: {why}', '{n} bleiben außen vor: {why}'],
  nothingLeft: ['Nothing is left to do.', 'Det finns inget kvar att göra.', 'Es bleibt nichts zu tun.'],
  progress: ['{n} of {all}', '{n} av {all}', '{n} von {all}'],
  stop: ['Stop after these', 'Sluta efter dessa', 'Nach diesen aufhören'],
  results: ['Results', 'Resultat', 'Ergebnisse'],
  waits: ['waits', 'väntar', 'wartet'],
  notDone: ['not done', 'inte gjort', 'nicht getan'],
  done: ['done', 'klart', 'erledigt'],
  reason: ['Reason', 'Skäl', 'Begründung'],
  columns: ['Columns', 'Kolumner', 'Spalten'],
  views: ['Views', 'Vyer', 'Ansichten'],
  keepView: ['Keep this view', 'Spara den här vyn', 'Diese Ansicht merken'],
  viewName: ['Name of the view', 'Vyns namn', 'Name der Ansicht'],
  keep: ['Keep', 'Spara', 'Merken'],
  forgetView: ['Forget {name}', 'Ta bort {name}', '{name} löschen'],
  myViews: ['Mine', 'Mina', 'Meine'],
  everyonesViews: ['Everyone’s', 'Allas', 'Für alle'],
  forEveryone: ['For everyone', 'För alla', 'Für alle'],
  allMatching: ['Choose all that match', 'Välj alla som matchar', 'Alle Treffer auswählen'],
  allPicked: ['{n} chosen: all that match', '{n} valda: alla som matchar', '{n} ausgewählt: alle Treffer'],
  tooMany: [
    'More than {n} match: narrow the filter first.',
    'Fler än {n} matchar: snäva in filtret först.',
    'Mehr als {n} Treffer: Grenzen Sie zuerst den Filter ein.',
  ],
  tally: [
    '{good} as wished, {bad} not',
    '{good} som önskat, {bad} inte',
    '{good} wie gewünscht, {bad} nicht',
  ],
  noViews: [
    'A view keeps filters and order under a name; you find it wherever you sign in. Its address can be sent to anybody.',
    'En vy sparar filter och ordning under ett namn; du hittar den var du än loggar in. Adressen kan skickas till vem som helst.',
    'Eine Ansicht merkt sich Filter und Reihenfolge unter einem Namen; Sie finden sie, wo immer Sie sich anmelden. Ihre Adresse lässt sich verschicken.',
  ],

  stations: ['Stations', 'Laddstationer', 'Ladestationen'],
  reset: ['Restart', 'Starta om', 'Neu starten'],
  status: ['Ask for their status', 'Fråga efter status', 'Nach dem Status fragen'],
  cache: ['Forget the cards they know', 'Glöm korten de känner till', 'Bekannte Karten vergessen'],
  consequenceReset: [
    'Restart {n} {n|station|stations}. They are away for a few minutes.',
    'Starta om {n} {n|laddstation|laddstationer}. De är borta några minuter.',
    '{n} {n|Ladestation|Ladestationen} neu starten. Sie sind einige Minuten weg.',
  ],
  consequenceStatus: [
    '{n} {n|station is|stations are} asked how every plug is. It changes nothing.',
    '{n} {n|laddstation|laddstationer} tillfrågas om varje uttag. Det ändrar inget.',
    '{n} {n|Ladestation wird|Ladestationen werden} nach jedem Anschluss gefragt. Es ändert nichts.',
  ],
  consequenceCache: [
    '{n} {n|station|stations} will ask us again for every card.',
    '{n} {n|laddstation|laddstationer} frågar oss igen om varje kort.',
    '{n} {n|Ladestation fragt|Ladestationen fragen} uns für jede Karte neu.',
  ],
  charging: ['charging now', 'laddar nu', 'laden gerade'],
  offline: ['no connection', 'ingen anslutning', 'keine Verbindung'],

  block: ['Block', 'Spärra', 'Sperren'],
  consequenceBlock: [
    '{n} {n|card|cards} can then start nothing. What runs goes on. You can unblock each again.',
    '{n} kort kan då inte starta något. Det som pågår fortsätter. Varje kort kan låsas upp igen.',
    '{n} {n|Karte kann|Karten können} dann nichts starten. Was läuft, läuft weiter. Jede lässt sich wieder freigeben.',
  ],
  blocked: ['blocked already', 'redan spärrade', 'schon gesperrt'],

  acceptMany: ['Accept as they are', 'Godkänn som de är', 'So annehmen'],
  consequenceAccept: [
    '{n} {n|session is|sessions are} then billed as they stand. You can take each back.',
    '{n} {n|laddsession|laddsessioner} debiteras då som de är. Varje kan tas tillbaka.',
    '{n} {n|Ladevorgang wird|Ladevorgänge werden} dann so berechnet. Jeder lässt sich zurücknehmen.',
  ],
  writeOffMany: ['Write off', 'Skriv av', 'Abschreiben'],
  consequenceGiveUp: [
    '{n} {n|session is|sessions are} then never billed. You can bring each back.',
    '{n} {n|laddsession|laddsessioner} debiteras då aldrig. Varje kan tas tillbaka.',
    '{n} {n|Ladevorgang wird|Ladevorgänge werden} dann nie berechnet. Jeder lässt sich zurückholen.',
  ],
  consequenceWriteOff: [
    '{n} {n|fact belongs|facts belong} to nobody then, and {n|is|are} never billed. You can open each again.',
    '{n} {n|uppgift|uppgifter} tillhör då ingen och debiteras aldrig. Varje kan öppnas igen.',
    '{n} {n|Angabe gehört|Angaben gehören} dann niemandem und {n|wird|werden} nie berechnet. Jede lässt sich wieder öffnen.',
  ],
  accepted: ['accepted', 'godkänd', 'angenommen'],
  changedMeanwhile: [
    'Somebody changed it meanwhile; look at it anew.',
    'Någon har ändrat den under tiden; titta på den igen.',
    'Jemand hat es inzwischen geändert; sehen Sie es neu an.',
  ],
  decided: ['decided already', 'redan avgjorda', 'schon entschieden'],
})
