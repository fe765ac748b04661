/** A refusal keeps the editor open with what was typed. */
export type SaveAnswer = { readonly kind: 'saved' } | { readonly kind: 'refused'; readonly message: string };
