import { book } from './words.ts'

/** What a document lacks before official rules would look at it, and what to do; `billing/problems.py` says it. */
export const documents = book({
  number: ['The document has no number.', 'Dokumentet har inget nummer.', 'Das Dokument hat keine Nummer.'],
  number_do: [
    'Take one from its series.',
    'Ta ett ur nummerserien.',
    'Nehmen Sie eine aus dem Nummernkreis.',
  ],
  lines: ['The document has no line.', 'Dokumentet har ingen rad.', 'Das Dokument hat keine Position.'],
  lines_do: ['A document bills something.', 'Ett dokument debiterar något.', 'Ein Dokument berechnet etwas.'],
  decimals: [
    'An e-invoice has two decimals; {code} has {n}.',
    'En e-faktura har två decimaler; {code} har {n}.',
    'Eine E-Rechnung hat zwei Nachkommastellen; {code} hat {n}.',
  ],
  decimals_do: [
    'Bill in another currency, or as PDF only.',
    'Fakturera i en annan valuta, eller bara som PDF.',
    'Rechnen Sie in einer anderen Währung ab oder nur als PDF.',
  ],
  preceding: [
    'A credit note or correction does not say which invoice it is about.',
    'En kreditfaktura eller rättelse säger inte vilken faktura den gäller.',
    'Eine Gutschrift oder Korrektur sagt nicht, um welche Rechnung es geht.',
  ],
  preceding_do: [
    'Name the number and date of the invoice.',
    'Ange fakturans nummer och datum.',
    'Nennen Sie Nummer und Datum der Rechnung.',
  ],
  earlier: [
    'An earlier invoice has no number.',
    'En tidigare faktura har inget nummer.',
    'Eine frühere Rechnung hat keine Nummer.',
  ],
  write_do: ['Write it.', 'Skriv det.', 'Schreiben Sie sie.'],
  period: [
    'The period ends before it begins.',
    'Perioden slutar innan den börjar.',
    'Der Zeitraum endet, bevor er beginnt.',
  ],
  period_do: ['Exchange its days.', 'Byt plats på dagarna.', 'Vertauschen Sie die Tage.'],
  reason: [
    'An allowance or a charge has no reason.',
    'Ett avdrag eller tillägg har inget skäl.',
    'Ein Abzug oder Zuschlag hat keinen Grund.',
  ],
  reason_do: [
    'Say why in a few words.',
    'Skriv varför med några ord.',
    'Sagen Sie in wenigen Worten, warum.',
  ],
  negative: [
    '“{what}” has a negative amount.',
    '”{what}” har ett negativt belopp.',
    '„{what}“ hat einen negativen Betrag.',
  ],
  negative_do: [
    'Make an allowance of a charge, or a charge of an allowance.',
    'Gör tillägget till ett avdrag, eller avdraget till ett tillägg.',
    'Machen Sie aus dem Zuschlag einen Abzug oder umgekehrt.',
  ],
  category: [
    '“{what}” has no VAT category.',
    '”{what}” har ingen momskategori.',
    '„{what}“ hat keine Steuerkategorie.',
  ],
  category_do: ['Choose the one it has.', 'Välj den rätta.', 'Wählen Sie die richtige.'],
  seller_name: ['The seller has no name.', 'Säljaren har inget namn.', 'Der Verkäufer hat keinen Namen.'],
  seller_country: ['The seller has no country.', 'Säljaren har inget land.', 'Der Verkäufer hat kein Land.'],
  seller_city: ['The seller has no city.', 'Säljaren har ingen ort.', 'Der Verkäufer hat keinen Ort.'],
  buyer_name: ['The buyer has no name.', 'Köparen har inget namn.', 'Der Käufer hat keinen Namen.'],
  buyer_country: ['The buyer has no country.', 'Köparen har inget land.', 'Der Käufer hat kein Land.'],
  buyer_city: ['The buyer has no city.', 'Köparen har ingen ort.', 'Der Käufer hat keinen Ort.'],
  name_do: [
    'Write its full legal name.',
    'Skriv hela det juridiska namnet.',
    'Schreiben Sie den vollen rechtlichen Namen.',
  ],
  country_do: [
    'Write two letters, such as SE.',
    'Skriv två bokstäver, till exempel SE.',
    'Schreiben Sie zwei Buchstaben, etwa SE.',
  ],
  city_do: [
    'Write the city of its postal address.',
    'Skriv orten i postadressen.',
    'Schreiben Sie den Ort der Postanschrift.',
  ],
  unidentified: [
    'The seller has neither a VAT number nor a company number.',
    'Säljaren har varken momsregistreringsnummer eller organisationsnummer.',
    'Der Verkäufer hat weder eine USt-IdNr. noch eine Registernummer.',
  ],
  unidentified_do: [
    'Write at least one of them.',
    'Skriv minst ett av dem.',
    'Tragen Sie mindestens eine ein.',
  ],
  reasons: [
    'Two reasons stand beside VAT category {category}.',
    'Två skäl står vid momskategori {category}.',
    'Bei der Steuerkategorie {category} stehen zwei Gründe.',
  ],
  reasons_do: [
    'Put the lines with another reason on an invoice of their own.',
    'Lägg raderna med ett annat skäl på en egen faktura.',
    'Setzen Sie die Positionen mit anderem Grund auf eine eigene Rechnung.',
  ],
  outside: [
    'What is outside the scope of VAT stands beside what is inside.',
    'Det som är utanför momsens område står bredvid det som är innanför.',
    'Nicht Steuerbares steht neben Steuerbarem.',
  ],
  outside_do: [
    'Put it on an invoice of its own.',
    'Lägg det på en egen faktura.',
    'Setzen Sie es auf eine eigene Rechnung.',
  ],
  rate: [
    'VAT category {category} and a rate of {rate} % do not go together.',
    'Momskategori {category} och satsen {rate} % går inte ihop.',
    'Die Steuerkategorie {category} und ein Satz von {rate} % passen nicht zusammen.',
  ],
  rate_do: [
    'Only category S has a rate, and it is above zero; use Z for 0 %.',
    'Bara kategori S har en sats, och den är över noll; använd Z för 0 %.',
    'Nur die Kategorie S hat einen Satz, und er ist über null; für 0 % nehmen Sie Z.',
  ],
  needs: [
    'VAT category {category} needs reason.',
    'Momskategori {category} behöver ett skäl.',
    'Die Steuerkategorie {category} braucht einen Grund.',
  ],
  needs_do: [
    'Write the reason that the law asks for.',
    'Skriv det skäl som lagen kräver.',
    'Schreiben Sie den Grund, den das Gesetz verlangt.',
  ],
  surplus: [
    'VAT category {category} has no reason.',
    'Momskategori {category} har inget skäl.',
    'Die Steuerkategorie {category} hat keinen Grund.',
  ],
  surplus_do: ['Leave it empty.', 'Lämna det tomt.', 'Lassen Sie ihn leer.'],
  numbers: [
    'An invoice outside the scope of VAT names no VAT numbers.',
    'En faktura utanför momsens område har inga momsnummer.',
    'Eine nicht steuerbare Rechnung nennt keine USt-IdNr.',
  ],
  numbers_do: [
    'Leave the VAT numbers of both parties out.',
    'Utelämna båda parternas momsnummer.',
    'Lassen Sie die USt-IdNr. beider Seiten weg.',
  ],
  seller_vat: [
    'The seller has no VAT number.',
    'Säljaren har inget momsregistreringsnummer.',
    'Der Verkäufer hat keine USt-IdNr.',
  ],
  seller_vat_do: [
    'Write it with its country.',
    'Skriv det med landet först.',
    'Schreiben Sie sie mit dem Land davor.',
  ],
  within: [
    'A supply within the EU names the buyer’s VAT number.',
    'En leverans inom EU anger köparens momsregistreringsnummer.',
    'Eine Lieferung innerhalb der EU nennt die USt-IdNr. des Käufers.',
  ],
  within_do: ['Ask him.', 'Fråga köparen.', 'Fragen Sie den Käufer.'],
  reverse: [
    'Reverse charge needs the buyer’s VAT number.',
    'Omvänd betalningsskyldighet kräver köparens momsregistreringsnummer.',
    'Die Umkehr der Steuerschuld braucht die USt-IdNr. des Käufers.',
  ],
  reverse_do: ['Ask him for it.', 'Be köparen om det.', 'Bitten Sie den Käufer darum.'],
  where_to: [
    'A supply within the EU says where to.',
    'En leverans inom EU anger vart.',
    'Eine Lieferung innerhalb der EU sagt, wohin.',
  ],
  where_to_do: ['Name the country.', 'Ange landet.', 'Nennen Sie das Land.'],
  when: [
    'A supply within the EU says when.',
    'En leverans inom EU anger när.',
    'Eine Lieferung innerhalb der EU sagt, wann.',
  ],
  when_do: ['Name a period or a day.', 'Ange en period eller en dag.', 'Nennen Sie einen Zeitraum oder Tag.'],
  ids: [
    'Two lines have one id, or a line has none.',
    'Två rader har samma nummer, eller en rad saknar nummer.',
    'Zwei Positionen haben dieselbe Nummer, oder einer fehlt sie.',
  ],
  ids_do: ['Number them.', 'Numrera dem.', 'Nummerieren Sie sie.'],
  line_period: [
    'The period of line {id} is not inside that of the document.',
    'Perioden på rad {id} ligger inte inom dokumentets.',
    'Der Zeitraum der Position {id} liegt nicht in dem des Dokuments.',
  ],
  line_period_do: [
    'Widen the period of the document; a late session belongs to it too.',
    'Utvidga dokumentets period; en sen laddsession hör också dit.',
    'Erweitern Sie den Zeitraum; auch ein später Ladevorgang gehört hinein.',
  ],
  nameless: ['Line {id} has no name.', 'Rad {id} har ingen text.', 'Position {id} hat keinen Namen.'],
  nameless_do: ['Say what is billed.', 'Skriv vad som debiteras.', 'Sagen Sie, was berechnet wird.'],
  price: [
    'The price of line {id} is negative.',
    'Priset på rad {id} är negativt.',
    'Der Preis der Position {id} ist negativ.',
  ],
  price_do: [
    'Give back by a negative quantity at a positive price.',
    'Ge tillbaka med en negativ mängd till ett positivt pris.',
    'Erstatten Sie mit negativer Menge zu positivem Preis.',
  ],
  unit: [
    'Line {id} counts {unit} and is priced per {base}.',
    'Rad {id} räknar {unit} och har pris per {base}.',
    'Position {id} zählt {unit} und hat den Preis je {base}.',
  ],
  unit_do: [
    'Count and price in one unit.',
    'Räkna och prissätt i samma enhet.',
    'Zählen und bepreisen Sie in einer Einheit.',
  ],
  terms: [
    'It is not said until when to pay.',
    'Det står inte när den ska vara betald.',
    'Es fehlt, bis wann zu zahlen ist.',
  ],
  terms_do: [
    'Name a due date or terms.',
    'Ange förfallodag eller villkor.',
    'Nennen Sie ein Fälligkeitsdatum oder Bedingungen.',
  ],
  attachment: [
    'An e-invoice does not carry {type}.',
    'En e-faktura kan inte bära {type}.',
    'Eine E-Rechnung trägt kein {type}.',
  ],
  attachment_do: [
    'Attach PDF, PNG, JPEG, CSV, XLSX or ODS; send the rest beside it.',
    'Bifoga PDF, PNG, JPEG, CSV, XLSX eller ODS; skicka resten bredvid.',
    'Hängen Sie PDF, PNG, JPEG, CSV, XLSX oder ODS an; senden Sie den Rest daneben.',
  ],
  means: [
    'One document has one way to pay.',
    'Ett dokument har ett sätt att betala.',
    'Ein Dokument hat einen Zahlungsweg.',
  ],
  means_do: [
    'Choose the one for this buyer.',
    'Välj det som gäller för köparen.',
    'Wählen Sie den für diesen Käufer.',
  ],
  mandates: [
    'A debit is by one mandate.',
    'Ett autogiro går på ett medgivande.',
    'Eine Lastschrift hat ein Mandat.',
  ],
  mandates_do: ['Choose the mandate.', 'Välj medgivandet.', 'Wählen Sie das Mandat.'],
  swedish: [
    'A Swedish seller charges 6, 12 or 25 % VAT.',
    'En svensk säljare tar ut 6, 12 eller 25 % moms.',
    'Ein schwedischer Verkäufer berechnet 6, 12 oder 25 % MwSt.',
  ],
  swedish_do: [
    'Use the seller’s VAT number of the country whose VAT is charged.',
    'Använd säljarens momsnummer i det land vars moms tas ut.',
    'Nehmen Sie die USt-IdNr. des Verkäufers in dem Land, dessen MwSt. berechnet wird.',
  ],
  reference: [
    'Peppol asks for the buyer’s reference or order number.',
    'Peppol kräver köparens referens eller ordernummer.',
    'Peppol verlangt die Referenz oder Bestellnummer des Käufers.',
  ],
  reference_do: [
    'Ask the buyer; his cost centre or the name of his contact will do.',
    'Fråga köparen; kostnadsstället eller kontaktens namn duger.',
    'Fragen Sie den Käufer; Kostenstelle oder Ansprechperson genügen.',
  ],
  seller_peppol: [
    'The seller has no address in the Peppol network.',
    'Säljaren har ingen adress i Peppol-nätet.',
    'Der Verkäufer hat keine Adresse im Peppol-Netz.',
  ],
  buyer_peppol: [
    'The buyer has no address in the Peppol network.',
    'Köparen har ingen adress i Peppol-nätet.',
    'Der Käufer hat keine Adresse im Peppol-Netz.',
  ],
  peppol_do: [
    'Write its scheme and number, such as 0007 and a Swedish organisation number.',
    'Skriv schema och nummer, till exempel 0007 och ett svenskt organisationsnummer.',
    'Schreiben Sie Schema und Nummer, etwa 0007 und eine schwedische Organisationsnummer.',
  ],
  seller_mail: [
    'Peppol does not deliver to the e-mail address of the seller.',
    'Peppol levererar inte till säljarens e-postadress.',
    'Peppol stellt nicht an die E-Mail-Adresse des Verkäufers zu.',
  ],
  buyer_mail: [
    'Peppol does not deliver to the e-mail address of the buyer.',
    'Peppol levererar inte till köparens e-postadress.',
    'Peppol stellt nicht an die E-Mail-Adresse des Käufers zu.',
  ],
  mail_do: [
    'Write its scheme and number in the network, such as 9930 and a German VAT number.',
    'Skriv schema och nummer i nätet, till exempel 9930 och ett tyskt momsnummer.',
    'Schreiben Sie Schema und Nummer im Netz, etwa 9930 und eine deutsche USt-IdNr.',
  ],
  carried: [
    'Peppol BIS Billing carries invoices and credit notes, no corrections and no self-billing.',
    'Peppol BIS Billing bär fakturor och kreditfakturor, inga rättelser och ingen självfakturering.',
    'Peppol BIS Billing trägt Rechnungen und Gutschriften, keine Korrekturen und kein Gutschriftverfahren.',
  ],
  carried_do: [
    'Credit the whole and bill anew, or send it as Factur-X or PDF.',
    'Kreditera allt och fakturera på nytt, eller skicka som Factur-X eller PDF.',
    'Schreiben Sie alles gut und rechnen Sie neu ab, oder senden Sie Factur-X oder PDF.',
  ],
  leitweg: [
    'XRechnung asks for the buyer’s reference (BT-10).',
    'XRechnung kräver köparens referens (BT-10).',
    'XRechnung verlangt die Referenz des Käufers (BT-10).',
  ],
  leitweg_do: [
    'A German authority tells its Leitweg-ID; a company any reference.',
    'En tysk myndighet anger sitt Leitweg-ID; ett företag vilken referens som helst.',
    'Eine Behörde nennt ihre Leitweg-ID, eine Firma eine beliebige Referenz.',
  ],
  contact: [
    'XRechnung asks for the seller’s contact with name, telephone and e-mail.',
    'XRechnung kräver säljarens kontakt med namn, telefon och e-post.',
    'XRechnung verlangt die Ansprechperson des Verkäufers mit Name, Telefon und E-Mail.',
  ],
  contact_do: ['Fill in all three.', 'Fyll i alla tre.', 'Füllen Sie alle drei aus.'],
  seller_postcode: [
    'The seller has no postal code, which XRechnung asks for.',
    'Säljaren har inget postnummer, vilket XRechnung kräver.',
    'Der Verkäufer hat keine Postleitzahl, die XRechnung verlangt.',
  ],
  buyer_postcode: [
    'The buyer has no postal code, which XRechnung asks for.',
    'Köparen har inget postnummer, vilket XRechnung kräver.',
    'Der Käufer hat keine Postleitzahl, die XRechnung verlangt.',
  ],
  postcode_do: [
    'Write it as the post does.',
    'Skriv det som posten gör.',
    'Schreiben Sie sie, wie die Post es tut.',
  ],
  delivered: [
    'XRechnung asks for city and postal code of where it was delivered.',
    'XRechnung kräver ort och postnummer för leveransen.',
    'XRechnung verlangt Ort und Postleitzahl der Lieferung.',
  ],
  delivered_do: [
    'Fill in both, or leave the address out.',
    'Fyll i båda eller utelämna adressen.',
    'Füllen Sie beides aus oder lassen Sie die Anschrift weg.',
  ],
  to_pay: [
    'XRechnung asks for a way to pay.',
    'XRechnung kräver ett sätt att betala.',
    'XRechnung verlangt einen Zahlungsweg.',
  ],
  to_pay_do: [
    'Name an account or a mandate.',
    'Ange ett konto eller ett medgivande.',
    'Nennen Sie ein Konto oder ein Mandat.',
  ],
  discount: [
    'XRechnung reads a line with # as a discount, and cannot read {quoted}.',
    'XRechnung läser en rad med # som en rabatt och kan inte läsa {quoted}.',
    'XRechnung liest eine Zeile mit # als Skonto und kann {quoted} nicht lesen.',
  ],
  discount_do: [
    'Write #SKONTO#TAGE=14#PROZENT=2.00# on a line of its own, or take the # away.',
    'Skriv #SKONTO#TAGE=14#PROZENT=2.00# på en egen rad eller ta bort #.',
    'Schreiben Sie #SKONTO#TAGE=14#PROZENT=2.00# in eine eigene Zeile oder lassen Sie das # weg.',
  ],
  seller_endpoint: [
    'The seller has no electronic address (BT-34, BT-49).',
    'Säljaren har ingen elektronisk adress (BT-34, BT-49).',
    'Der Verkäufer hat keine elektronische Adresse (BT-34, BT-49).',
  ],
  buyer_endpoint: [
    'The buyer has no electronic address (BT-34, BT-49).',
    'Köparen har ingen elektronisk adress (BT-34, BT-49).',
    'Der Käufer hat keine elektronische Adresse (BT-34, BT-49).',
  ],
  endpoint_do: [
    'Write one; the scheme EM takes an e-mail address.',
    'Skriv en; schemat EM tar en e-postadress.',
    'Schreiben Sie eine; das Schema EM nimmt eine E-Mail-Adresse.',
  ],

  rule_more: [
    'The rule {rule} refuses it: {quoted} And {n} more.',
    'Regeln {rule} underkänner den: {quoted} Och {n} till.',
    'Die Regel {rule} lehnt sie ab: {quoted} Und {n} weitere.',
  ],
  rule: [
    'The rule {rule} refuses it: {quoted}',
    'Regeln {rule} underkänner den: {quoted}',
    'Die Regel {rule} lehnt sie ab: {quoted}',
  ],
  rule_where: ['It is about {where}.', 'Den gäller {where}.', 'Es geht um {where}.'],
  rule_do: [
    'Look at the account and the seller.',
    'Se över kunden och säljaren.',
    'Prüfen Sie Kunde und Verkäufer.',
  ],
  no_rate: [
    'An invoice in {code} must tell its VAT in {own} too, and no rate is known.',
    'En faktura i {code} måste även ange momsen i {own}, och ingen kurs är känd.',
    'Eine Rechnung in {code} muss die MwSt. auch in {own} nennen, und kein Kurs ist bekannt.',
  ],
  no_rate_do: [
    'Write what one {code} is in {own} into the seller’s `rates`, with its day and source.',
    'Skriv in på säljaren vad en {code} är i {own}, med dag och källa.',
    'Tragen Sie beim Verkäufer ein, was ein {code} in {own} ist, mit Tag und Quelle.',
  ],
  on_hold: [
    'The account is on hold: {why}',
    'Faktureringen av kunden är pausad: {why}',
    'Die Abrechnung des Kunden ist angehalten: {why}',
  ],
  changed: [
    'A session of it was rated anew since it was proposed, stands elsewhere, or is disputed now.',
    'En laddsession i den har prissatts om sedan den togs fram, ligger någon annanstans eller är omtvistad nu.',
    'Ein Ladevorgang darin wurde seit dem Vorschlag neu bewertet, steht woanders oder ist jetzt strittig.',
  ],
  changed_do: [
    'Run the month again: what is right now is proposed then.',
    'Kör månaden igen: då tas det fram som gäller nu.',
    'Lassen Sie den Monat noch einmal laufen: dann kommt, was jetzt gilt.',
  ],
  routing: [
    'It gets {syntax}, and has no electronic address.',
    'Kunden får {syntax} och har ingen elektronisk adress.',
    'Der Kunde bekommt {syntax} und hat keine elektronische Adresse.',
  ],
  routing_do: [
    'Give its `routing`, such as 0007:5567037485, or another `syntax`.',
    'Ange kundens elektroniska adress, till exempel 0007:5567037485, eller en annan form.',
    'Geben Sie die elektronische Adresse an, etwa 0007:5567037485, oder eine andere Form.',
  ],
  buyers_reference: [
    'XRechnung asks for a buyer reference (the Leitweg-ID), and it has none.',
    'XRechnung kräver köparens referens (Leitweg-ID), och kunden saknar den.',
    'XRechnung verlangt eine Referenz des Käufers (Leitweg-ID), und der Kunde hat keine.',
  ],
  buyers_reference_do: [
    'Give its `buyer_reference`.',
    'Ange köparens referens på kunden.',
    'Tragen Sie die Referenz beim Kunden ein.',
  ],
  address: [
    'Its address has no {what}.',
    'Kundens adress är inte fullständig ({what}).',
    'Die Anschrift des Kunden ist unvollständig ({what}).',
  ],
  no_payer: [
    'No account pays for the sessions of the {what}.',
    'Ingen kund betalar för laddsessionerna med {what}.',
    'Kein Kunde zahlt für die Ladevorgänge von {what}.',
  ],
  disputed: [
    'Somebody disputes sessions of the account.',
    'Någon har invänt mot laddsessioner hos kunden.',
    'Jemand beanstandet Ladevorgänge des Kunden.',
  ],
  in_review: [
    'Sessions of the account wait for a person.',
    'Laddsessioner hos kunden väntar på ett beslut.',
    'Ladevorgänge des Kunden warten auf eine Entscheidung.',
  ],
  not_final: [
    'Sessions of the account may still change by themselves: by a late stop, or a new price.',
    'Kundens laddsessioner kan ännu ändras av sig själva: av ett sent stopp eller ett nytt pris.',
    'Ladevorgänge des Kunden können sich noch ändern: durch ein spätes Ende oder einen neuen Preis.',
  ],
  not_final_do: [
    'Wait: an inferred end is final after 72 hours. They come with the next run.',
    'Vänta: ett antaget slut är slutgiltigt efter 72 timmar. De kommer med nästa körning.',
    'Warten Sie: ein erschlossenes Ende ist nach 72 Stunden endgültig. Sie kommen mit dem nächsten Lauf.',
  ],
  unrated: [
    'Sessions of the account have no price yet.',
    'Laddsessioner hos kunden har inget pris än.',
    'Ladevorgänge des Kunden haben noch keinen Preis.',
  ],
  unrated_do: ['Wait for it.', 'Vänta på det.', 'Warten Sie darauf.'],
  series: [
    'Their tariff follows a series that has no value for a part of them.',
    'Prislistan följer en serie som saknar värden för en del av tiden.',
    'Ihr Tarif folgt einer Reihe, der für einen Teil der Zeit Werte fehlen.',
  ],
  vat_seller_do: [
    'Give it with PUT /api/v1/seller, or mark the seller as small where it charges no VAT.',
    'Ange det på säljaren, eller märk säljaren som liten om den inte tar ut moms.',
    'Tragen Sie sie beim Verkäufer ein, oder kennzeichnen Sie ihn als Kleinunternehmer.',
  ],
  vat_country_do: [
    'Give the site its country: `wattfleet sites change ID --country SE`.',
    'Ange landet på platsen.',
    'Tragen Sie beim Standort das Land ein.',
  ],
  vat_rate_do: [
    'Add it to facts/vat.toml with its source.',
    'Lägg till den i facts/vat.toml med källa.',
    'Ergänzen Sie ihn in facts/vat.toml mit Quelle.',
  ],
  vat_tariff_do: [
    'Make the next version of the tariff with `vat` on each price, and rate the sessions again.',
    'Gör nästa version av prislistan med moms på varje pris, och prissätt laddsessionerna igen.',
    'Machen Sie die nächste Version des Tarifs mit MwSt. an jedem Preis, und bewerten Sie die Ladevorgänge neu.',
  ],
  vat_other_do: [
    'Correct the `vat` of the tariff, or add the rate to facts/vat.toml with its source.',
    'Rätta momsen i prislistan, eller lägg till satsen i facts/vat.toml med källa.',
    'Berichtigen Sie die MwSt. des Tarifs, oder ergänzen Sie den Satz in facts/vat.toml mit Quelle.',
  ],
  vat_account_do: [
    'Give the account its VAT number.',
    'Ange kundens momsregistreringsnummer.',
    'Tragen Sie die USt-IdNr. des Kunden ein.',
  ],
  vat_abroad_do: [
    'Register for VAT in {country}, and name that number in the seller’s registrations.',
    'Momsregistrera er i {country} och ange numret bland säljarens registreringar.',
    'Lassen Sie sich in {country} für die MwSt. registrieren, und tragen Sie die Nummer beim Verkäufer ein.',
  ],
  vat_adviser_do: [
    'Ask a tax adviser, and add the case to facts/vat.toml with its source.',
    'Fråga en skatterådgivare och lägg till fallet i facts/vat.toml med källa.',
    'Fragen Sie eine Steuerberatung, und ergänzen Sie den Fall in facts/vat.toml mit Quelle.',
  ],
})
