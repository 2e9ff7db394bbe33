/**
 * The shape of a language: that of English, with any words in it. An area that is missing a key, has
 * one too many, or takes other arguments does not compile.
 */
export type Shape<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Shape<T[K]> };
