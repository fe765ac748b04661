/** `one` and `other` are the forms English needs; other languages add theirs. The form is chosen by `{count}`. */
export interface PluralMessage {
  readonly one: string;
  readonly other: string;
  readonly few?: string;
  readonly many?: string;
  readonly two?: string;
  readonly zero?: string;
}

export type Message = string | PluralMessage;
export type Catalogue = { readonly [Key in string]: Message };
export type MessageValue = string | number;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextOf<M> = M extends string ? M : M extends { readonly other: infer Other extends string } ? Other : never;

/** What a message must be given: one value for each `{name}` in it, `count` always for a plural. */
export type ValuesOf<M> = {
  readonly [Name in NamesIn<TextOf<M>> | CountOf<M>]: Name extends 'count' ? number : MessageValue;
};
type CountOf<M> = M extends string ? never : 'count';
export type ArgsOf<M> = keyof ValuesOf<M> extends never ? [] : [values: ValuesOf<M>];
