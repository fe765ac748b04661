import { oc, type } from '@orpc/contract';

/** Settings of the person who is signed in, by name; those that were never set are missing. */
export type Preferences = Readonly<Record<string, string>>;

export const preferences = {
  get: oc.output(type<Preferences>()),
};
