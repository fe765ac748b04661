import type { Kind } from '../kinds/all-kinds.ts';
import type { Fields } from '../row.ts';

/** What a form or a line of a file says of a new record; what it leaves out gets the kind's default. */
export type GivenFields<K extends Kind> = { readonly [Field in keyof Fields<K>]?: Fields<K>[Field] | undefined };
