import { book } from '../words.ts'

export const people = book({
  person_self: [
    'Nobody changes her own role, blocks or removes herself.',
    'Ingen ändrar sin egen roll eller blockerar eller tar bort sig själv.',
    'Niemand ändert die eigene Rolle, sperrt oder entfernt sich selbst.',
  ],
  role_invalid: [
    'A driver comes in by the link of her token, and has no key and no account.',
    'En förare kommer in via länken till sitt kort och har varken nyckel eller konto.',
    'Ein Fahrer kommt über den Link seiner Karte herein und hat weder Schlüssel noch Konto.',
  ],
  role_invalid_do: ['One of: {a}.', 'Ett av: {a}.', 'Eines von: {a}.'],
  hours_invalid: [
    'A link lives 1 to {a} hours, not {b}.',
    'En länk gäller 1 till {a} timmar, inte {b}.',
    'Ein Link gilt 1 bis {a} Stunden, nicht {b}.',
  ],
  name_invalid: [
    'A name has 1 to 100 printable characters.',
    'Ett namn har 1 till 100 skrivbara tecken.',
    'Ein Name hat 1 bis 100 druckbare Zeichen.',
  ],
  scope_insufficient: [
    'The key’s scopes do not reach this.',
    'Nyckelns behörigheter räcker inte till det här.',
    'Die Berechtigungen des Schlüssels reichen dafür nicht.',
  ],
  scope_insufficient_do: [
    'It takes the scope {a}.',
    'Det kräver behörigheten {a}.',
    'Nötig ist die Berechtigung {a}.',
  ],
  role_insufficient: [
    'The role {a} may not do this.',
    'Rollen {a} får inte göra det här.',
    'Die Rolle {a} darf das nicht.',
  ],
  role_insufficient_do: ['It takes one of: {a}.', 'Det kräver någon av: {a}.', 'Nötig ist eine von: {a}.'],
  views_full: [
    'There are {a} views of this list already.',
    'Det finns redan {a} vyer av den här listan.',
    'Von dieser Liste gibt es schon {a} Ansichten.',
  ],
  views_full_do: [
    'Forget one that nobody uses.',
    'Ta bort en som ingen använder.',
    'Löschen Sie eine, die niemand benutzt.',
  ],
  view_nameless: ['A view has a name.', 'En vy har ett namn.', 'Eine Ansicht hat einen Namen.'],
  view_nameless_do: ['Say what it shows.', 'Ange vad den visar.', 'Sagen Sie, was sie zeigt.'],
  uid_invalid: [
    'A uid has 1 to 255 printable characters.',
    'Ett kortnummer har 1 till 255 skrivbara tecken.',
    'Eine UID hat 1 bis 255 druckbare Zeichen.',
  ],
  expiry_past: [
    'A key that has expired already would open nothing.',
    'En nyckel som redan gått ut öppnar inget.',
    'Ein schon abgelaufener Schlüssel würde nichts öffnen.',
  ],
  expiry_past_do: [
    'Give a moment in the future, or none for one year.',
    'Ange en tidpunkt i framtiden, eller ingen för ett år.',
    'Geben Sie einen künftigen Zeitpunkt an, oder keinen für ein Jahr.',
  ],
})
