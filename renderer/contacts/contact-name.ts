import type { Say } from '../words/create-words.ts';

interface Named {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
}

/** How a person calls a contact: the name, else the e-mail. */
export const contactName = ({ firstName, lastName, email }: Named, say: Say): string =>
  `${firstName} ${lastName}`.trim() || email || say('contacts.noName');
