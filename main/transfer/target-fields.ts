import { foldText } from '../../sync/model/text.ts';
import type { Reading, TransferTarget } from '../contract/transfer.ts';

export interface TargetField {
  readonly field: string;
  /** What a cell of it has to be read as. */
  readonly wants: 'text' | 'number' | 'date' | 'yes-no';
  /** Names that files give it, folded and without spaces, in the order in which they are believed. */
  readonly names: readonly string[];
}

const text = (field: string, ...names: string[]): TargetField => ({
  field,
  wants: 'text',
  names: [field.toLowerCase(), ...names],
});

const OWNER = text(
  'owner',
  'salesagent',
  'salesrep',
  'agent',
  'accountmanager',
  'assignedto',
  'besitzer',
  'vendedor',
  'propietario',
);
const TAGS = text('tags', 'labels', 'categories', 'etiquetas');
const PHONE = text('phone', 'phonenumber', 'telephone', 'mobile', 'telefon', 'telefone', 'telefono');
const EXTERNAL_ID = text(
  'externalId',
  'opportunityid',
  'userid',
  'recordid',
  'dealid',
  'contactid',
  'accountid',
  'id',
  'uuid',
  'guid',
);
const COMPANY = text(
  'companyName',
  'company',
  'account',
  'accountname',
  'organisation',
  'organization',
  'firma',
  'empresa',
  'conta',
  'cliente',
);

/** Fields of an import by target; `custom` and leaving out are possible for every column and not listed. */
export const TARGET_FIELDS: Readonly<Record<TransferTarget, readonly TargetField[]>> = {
  contacts: [
    text('firstName', 'first', 'givenname', 'forename', 'vorname', 'nome', 'nombre', 'prenom'),
    text('lastName', 'last', 'surname', 'familyname', 'nachname', 'sobrenome', 'apellido', 'apellidos', 'nom'),
    text('fullName', 'name', 'contactname', 'displayname', 'contact'),
    text('email', 'emailaddress', 'mail', 'emaill', 'correo'),
    PHONE,
    text('jobTitle', 'job', 'title', 'position', 'role', 'cargo', 'funktion', 'beruf'),
    COMPANY,
    OWNER,
    TAGS,
    text('source', 'leadsource', 'origin', 'quelle', 'origem'),
    { field: 'doNotContact', wants: 'yes-no', names: ['donotcontact', 'optout', 'unsubscribed'] },
    EXTERNAL_ID,
  ],
  companies: [
    text(
      'name',
      'account',
      'accountname',
      'company',
      'companyname',
      'organisation',
      'organization',
      'firma',
      'empresa',
      'conta',
    ),
    text('industry', 'sector', 'branche', 'setor'),
    {
      field: 'employeeCount',
      wants: 'number',
      names: ['employeecount', 'employees', 'headcount', 'mitarbeiter', 'funcionarios', 'size'],
    },
    text('website', 'url', 'homepage', 'domain', 'site'),
    PHONE,
    text('street', 'address', 'addressline1', 'strasse', 'endereco'),
    text('postcode', 'zip', 'zipcode', 'postalcode', 'plz', 'cep'),
    text('city', 'town', 'stadt', 'ort', 'cidade'),
    text('country', 'officelocation', 'land', 'pais', 'location'),
    text('parentName', 'parent', 'parentcompany', 'parentaccount', 'subsidiaryof'),
    OWNER,
    TAGS,
    EXTERNAL_ID,
  ],
  deals: [
    text('title', 'deal', 'dealname', 'opportunity', 'opportunityname', 'name', 'product', 'produto'),
    COMPANY,
    text('contactName', 'contact', 'contactemail', 'email', 'primarycontact'),
    text('stage', 'dealstage', 'status', 'phase', 'fase', 'etapa'),
    text('lostReason', 'reasonlost', 'lossreason'),
    {
      field: 'value',
      wants: 'number',
      names: ['value', 'closevalue', 'amount', 'dealvalue', 'price', 'wert', 'valor', 'revenue'],
    },
    {
      field: 'createdOn',
      wants: 'date',
      names: ['createdon', 'createdate', 'createddate', 'engagedate', 'created', 'startdate', 'opened'],
    },
    { field: 'closedOn', wants: 'date', names: ['closedon', 'closedate', 'closeddate', 'wonon', 'enddate'] },
    {
      field: 'expectedCloseOn',
      wants: 'date',
      names: ['expectedcloseon', 'expectedclose', 'expectedclosedate', 'closingdate', 'forecastdate'],
    },
    text('nextStep', 'nextaction', 'nextactivity'),
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
