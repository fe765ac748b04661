import { foldText } from '../../sync/model/text.ts';
import type { Reading, TransferTarget } from '../contract/transfer.ts';

export interface TargetField {
  readonly field: string;
  /** What a cell of it has to be read as. */
  readonly wants: 'text' | 'number' | 'date' | 'yes-no';
  /** Names that files give it, folded and without spaces, in the order in which they are believed. */
  readonly names: readonly string[];
}

/** Names in English, German, French, Spanish, Portuguese and Swedish; one that stands for more things comes later. */
const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '));

const text = (field: string, ...lines: readonly string[]): TargetField => ({
  field,
  wants: 'text',
  names: words(field.toLowerCase(), ...lines),
});

const OWNER = text(
  'owner',
  'salesagent salesrep salesperson agent rep accountmanager accountowner assignedto besitzer',
  'inhaber eigentumer eigentuemer zustandig zustaendig betreuer kundenbetreuer verkaufer verkaeufer',
  'proprietaire responsable vendeur vendedor propietario agare ansvarig saljare',
);
const TAGS = text(
  'tags',
  'tag labels label categories category keywords schlagworte schlagworter schlagwoerter stichworte',
  'kategorie kategorien etiquettes motscles etiquetas categorias taggar etiketter kategorier',
);
const PHONE = text(
  'phone',
  'phonenumber phoneno telephone telephonenumber tel telno telnr businessphone workphone',
  'officephone telefon telefonnummer telefonnr rufnummer numerodetelephone ndetelephone',
  'telephonefixe fixe telefone telefono numerodetelefono nodetelefono mobile mobilephone',
  'mobilenumber mobileno cell cellphone cellular mobil mobiltelefon mobilnummer mobilfunk',
  'mobiltelefonnummer handy handynummer telephonemobile telephoneportable portable telefonomovil',
  'movil celular',
);
const EXTERNAL_ID = text(
  'externalId',
  'opportunityid userid recordid dealid contactid accountid customerid id uuid guid kundennummer',
  'kundennr identifiant numeroclient numerodecliente kundnummer kundnr',
);
const COMPANY_NAMES = [
  'company account accountname organisation organization organisationname organizationname firma',
  'firmenname unternehmen betrieb societe entreprise raisonsociale empresa nombredelaempresa',
  'compania organizacion conta foretag foretagsnamn bolag',
];
const COMPANY = text('companyName', ...COMPANY_NAMES, 'customer kunde client cliente kund');

/** Fields of an import by target; `custom` and leaving out are possible for every column and not listed. */
export const TARGET_FIELDS: Readonly<Record<TransferTarget, readonly TargetField[]>> = {
  contacts: [
    text('firstName', 'first givenname forename vorname rufname nome nombre nombredepila prenom fornamn tilltalsnamn'),
    text(
      'lastName',
      'last surname familyname nachname familienname zuname sobrenome apellido apellidos nom',
      'nomdefamille efternamn',
    ),
    text(
      'fullName',
      'name contactname displayname contact contactperson ansprechpartner kontakt kontaktperson',
      'vollstandigername vollstaendigername nomcomplet nometprenom prenometnom interlocuteur',
      'nombrecompleto nombreyapellidos contacto fullstandigtnamn namn',
    ),
    text(
      'email',
      'emailaddress mail mailaddress emaill emailadresse mailadresse adresseemail adressemail courriel',
      'correo correoelectronico epost epostadress mejl mejladress',
    ),
    PHONE,
    text(
      'jobTitle',
      'job title position role function cargo funktion beruf berufsbezeichnung stellung rolle fonction',
      'poste intituleduposte metier puesto funcion titel befattning yrkestitel roll',
    ),
    COMPANY,
    OWNER,
    TAGS,
    text(
      'source',
      'leadsource origin quelle herkunft leadquelle origine provenance origem origen fuente kalla',
      'ursprung',
    ),
    {
      field: 'doNotContact',
      wants: 'yes-no',
      names: words(
        'donotcontact donotcall donotemail optout unsubscribed nichtkontaktieren kontaktsperre',
        'werbesperre abgemeldet nepascontacter desabonne desinscrit nocontactar kontaktaej kontaktainte',
        'avregistrerad',
      ),
    },
    EXTERNAL_ID,
  ],
  companies: [
    text('name', 'companyname', ...COMPANY_NAMES, 'nom nombre namn customer kunde client cliente kund'),
    text(
      'industry',
      'sector branche industrie wirtschaftszweig secteur secteurdactivite setor industria ramo bransch',
      'naring',
    ),
    {
      field: 'employeeCount',
      wants: 'number',
      names: words(
        'employeecount employees numberofemployees headcount staff mitarbeiter mitarbeiterzahl',
        'anzahlmitarbeiter beschaftigte beschaeftigte employes effectif effectifs nombredemployes',
        'nombredesalaries empleados numerodeempleados funcionarios anstallda antalanstallda size',
      ),
    },
    text(
      'website',
      'url web homepage domain site webseite internet siteweb siteinternet sitioweb paginaweb webbplats',
      'webbsida hemsida',
    ),
    PHONE,
    text(
      'street',
      'address addressline1 streetaddress strasse strassehausnummer adresse anschrift rue endereco',
      'direccion calle gata gatuadress adress',
    ),
    text('postcode', 'zip zipcode postalcode plz postleitzahl codepostal cp codigopostal cep postnummer postnr'),
    text('city', 'town stadt ort wohnort ville commune cidade ciudad localidad stad postort'),
    text('country', 'officelocation land staat pays pais location'),
    text(
      'parentName',
      'parent parentcompany parentaccount subsidiaryof muttergesellschaft mutterunternehmen konzern',
      'societemere maisonmere empresamatriz matriz moderbolag koncern',
    ),
    OWNER,
    TAGS,
    EXTERNAL_ID,
  ],
  deals: [
    text(
      'title',
      'deal dealname opportunity opportunityname name product produto titel bezeichnung geschaft',
      'geschaeft verkaufschance titre affaire opportunite titulo negocio oportunidad affar',
      'affarsmojlighet namn nom nombre produkt produit producto',
    ),
    COMPANY,
    text(
      'contactName',
      'contact contactemail email primarycontact contactperson ansprechpartner kontakt kontaktperson',
      'interlocuteur contacto epost',
    ),
    text(
      'stage',
      'dealstage status phase pipelinestage verkaufsphase stufe etape statut fase etapa estado steg',
      'skede',
    ),
    text(
      'lostReason',
      'reasonlost lossreason verlustgrund ablehnungsgrund raisondelaperte motifdelaperte',
      'motivodeperdida motivodelaperdida forlustorsak orsaktillforlust',
    ),
    {
      field: 'value',
      wants: 'number',
      names: words(
        'value closevalue amount dealvalue price wert betrag auftragswert summe montant valeur valor',
        'importe monto varde ordervarde belopp summa revenue umsatz',
      ),
    },
    {
      field: 'createdOn',
      wants: 'date',
      names: words(
        'createdon createdate createddate engagedate created startdate opened erstelltam angelegtam',
        'erstellungsdatum creele datedecreation creadoel fechadecreacion skapad skapaddatum startdatum',
      ),
    },
    {
      field: 'closedOn',
      wants: 'date',
      names: words(
        'closedon closedate closeddate wonon enddate abgeschlossenam abschlussdatum gewonnenam clotele',
        'datedecloture cerradoel fechadecierre stangd stangningsdatum avslutsdatum enddatum slutdatum',
      ),
    },
    {
      field: 'expectedCloseOn',
      wants: 'date',
      names: words(
        'expectedcloseon expectedclose expectedclosedate closingdate forecastdate',
        'voraussichtlicherabschluss erwarteterabschluss geplanterabschluss clotureprevue',
        'datedeclotureprevue cierreprevisto fechadecierreprevista forvantatavslut forvantatavslutsdatum',
        'beraknatavslut',
      ),
    },
    text(
      'nextStep',
      'nextaction nextactivity nachsterschritt naechsterschritt nachsteaktion prochaineetape',
      'prochaineaction siguientepaso proximopaso proximaaccion nastasteg nastaaktivitet',
    ),
    OWNER,
    TAGS,
    EXTERNAL_ID,
  ],
};

const keyOf = (name: string): string => foldText(name).replaceAll(/[^a-z0-9]/g, '');

const fits = (wants: TargetField['wants'], reading: Reading): boolean =>
  wants === 'text' || reading === wants || reading.startsWith(`${wants}-`);

/** The field for each column by its name; each field once, the name that is believed more wins. */
export function suggestFields(
  target: TransferTarget,
  columns: readonly { readonly name: string; readonly reading: Reading; readonly filled: number }[],
): readonly (string | null)[] {
  const chosen = columns.map((): string | null => null);
  const bids = columns.flatMap(({ name, reading, filled }, index) =>
    TARGET_FIELDS[target].flatMap(({ field, wants, names }) => {
      const rank = names.indexOf(keyOf(name));
      return rank >= 0 && filled > 0 && fits(wants, reading) ? [{ index, field, rank }] : [];
    }),
  );
  const taken = new Set<string>();
  for (const { index, field } of bids.toSorted((a, b) => a.rank - b.rank)) {
    if (chosen[index] !== null || taken.has(field)) continue;
    chosen[index] = field;
    taken.add(field);
  }
  return chosen;
}

/** The key of a custom field for a column: "Year established" becomes `yearEstablished`. */
export function customKey(name: string): string {
  const words = foldText(name)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const key = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return /^[a-z]/.test(key) ? key.slice(0, 60) : `field${key}`.slice(0, 60);
}
