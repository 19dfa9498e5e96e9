/** What PeeringDB tells: facilities by name, and whom to call. */
import type { Contact } from './peerings.ts';

/** A building. */
export interface Facility {
  readonly id: number;
  readonly name: string;
  readonly city: string | null;
  readonly country: string | null;
}

/** A network's own record. */
export interface NetworkRecord {
  readonly id: number;
  readonly asn: number;
  readonly name: string;
  readonly irrAsSet: string | null;
  readonly prefixes4: number | null;
  readonly prefixes6: number | null;
  readonly policy: string | null;
  /** Fields that a peer looks for and does not find, in words. */
  readonly lacking: readonly string[];
}

/** Contacts of one network. */
export interface NetworkContacts {
  readonly asn: number;
  readonly contacts: readonly Contact[];
}
