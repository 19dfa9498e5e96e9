/** What an HTTP body can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of a body. */
export interface JsonObject {
  readonly [key: string]: Json;
}
