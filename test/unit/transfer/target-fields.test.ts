import { expect, test } from 'vitest';
import type { Reading, TransferTarget } from '../../../main/contract/transfer.ts';
import { suggestFields } from '../../../main/transfer/target-fields.ts';

/** Cells that a field can be read from; all others are text. */
const READINGS: Readonly<Record<string, Reading>> = {
  employeeCount: 'number-dot',
  value: 'number-comma',
  createdOn: 'date-dmy',
  closedOn: 'date-ymd',
  expectedCloseOn: 'date-dmy',
  doNotContact: 'yes-no',
};

const fieldOf = (target: TransferTarget, name: string, reading: Reading): string | null | undefined =>
  suggestFields(target, [{ name, reading, filled: 1 }])[0];

const NAMES: Readonly<Record<TransferTarget, Readonly<Record<string, string>>>> = {
  contacts: {
    firstName: 'First name | Vorname | Prénom | Nombre | Förnamn',
    lastName: 'Surname | Nachname | Nom de famille | Apellidos | Efternamn',
    fullName: 'Contact name | Ansprechpartner | Nom complet | Nombre completo | Namn',
    email: 'E-mail address | E-Mail-Adresse | Courriel | Correo electrónico | E-post',
    phone:
      'Tel | Tel. | Tel.-Nr. | Telefon | Mobile | Mobil | Handy | Téléphone | N° de téléphone | Cell | Teléfono | Móvil | Telefonnummer',
    jobTitle: 'Job title | Berufsbezeichnung | Fonction | Puesto | Befattning',
    companyName: 'Company | Unternehmen | Société | Compañía | Företag',
    owner: 'Account owner | Zuständig | Propriétaire | Propietario | Säljare',
    tags: 'Labels | Schlagwörter | Mots-clés | Etiquetas | Taggar',
    source: 'Lead source | Herkunft | Origine | Fuente | Källa',
    doNotContact: 'Do not contact | Werbesperre | Ne pas contacter | No contactar | Kontakta ej',
    externalId: 'Customer ID | Kundennummer | Numéro client | Número de cliente | Kundnummer',
  },
  companies: {
    name: 'Account | Firma | Raison sociale | Empresa | Företagsnamn',
    industry: 'Industry | Branche | Secteur d’activité | Industria | Bransch',
    employeeCount: 'Employees | Mitarbeiterzahl | Effectif | Número de empleados | Antal anställda',
    website: 'Website | Webseite | Site web | Sitio web | Webbplats',
    phone: 'Phone no. | Rufnummer | Téléphone fixe | Número de teléfono | Telefonnr',
    street: 'Street | Straße | Rue | Calle | Gatuadress',
    postcode: 'Postal code | Postleitzahl | Code postal | Código postal | Postnummer',
    city: 'Town | Ort | Ville | Ciudad | Postort',
    country: 'Country | Land | Pays | País | Land',
    parentName: 'Parent company | Muttergesellschaft | Société mère | Empresa matriz | Moderbolag',
    owner: 'Sales rep | Betreuer | Responsable | Vendedor | Ansvarig',
    tags: 'Keywords | Kategorien | Étiquettes | Categorías | Etiketter',
    externalId: 'Account ID | Kunden-Nr. | Identifiant | UUID | Kundnr',
  },
  deals: {
    title: 'Deal name | Bezeichnung | Affaire | Oportunidad | Affär',
    companyName: 'Customer | Kunde | Client | Cliente | Kund',
    contactName: 'Primary contact | Kontaktperson | Interlocuteur | Contacto | Kontakt',
    stage: 'Stage | Verkaufsphase | Étape | Etapa | Skede',
    lostReason: 'Loss reason | Verlustgrund | Motif de la perte | Motivo de pérdida | Förlustorsak',
    value: 'Amount | Auftragswert | Montant | Importe | Ordervärde',
    createdOn: 'Created on | Erstellt am | Date de création | Fecha de creación | Skapad',
    closedOn: 'Close date | Abschlussdatum | Date de clôture | Fecha de cierre | Stängningsdatum',
    expectedCloseOn:
      'Expected close | Voraussichtlicher Abschluss | Clôture prévue | Cierre previsto | Förväntat avslut',
    nextStep: 'Next step | Nächster Schritt | Prochaine étape | Próximo paso | Nästa steg',
    owner: 'Assigned to | Verkäufer | Vendeur | Vendedor | Ägare',
    tags: 'Tag | Stichworte | Étiquettes | Etiquetas | Kategorier',
    externalId: 'Opportunity ID | GUID | Identifiant | ID | Record ID',
  },
};

const CASES = Object.entries(NAMES).flatMap(([target, fields]) =>
  Object.entries(fields).map(([field, names]) => ({ target: target as TransferTarget, field, names })),
);

test.each(CASES)('$target: $field is known by its names in five languages', ({ target, field, names }) => {
  const found = names.split(' | ').map((name) => [name, fieldOf(target, name, READINGS[field] ?? 'text')]);
  expect(found).toEqual(names.split(' | ').map((name) => [name, field]));
});

test('of a fixed line and a mobile the fixed line is the phone, wherever it stands', () => {
  const columns = ['Handy', 'Telefon'].map((name) => ({ name, reading: 'text' as const, filled: 3 }));
  expect(suggestFields('contacts', columns)).toEqual([null, 'phone']);
});
