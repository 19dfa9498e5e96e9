/** Reads answers of PeeringDB (docs/microsoft.md). */
import type { Facility, NetworkContacts, NetworkRecord } from '../../network/microsoft/peeringdb.ts';
import { type Fields, fieldsOf, type Records, recordsOf } from './json-door.ts';
import { contactOf } from './peer-asns.ts';

/** The records of an envelope `{data, meta}`; null for what is none. */
export function dataOf(body: unknown): readonly unknown[] | null {
  const data = fieldsOf(body)?.raw('data');
  return Array.isArray(data) ? data : null;
}

/** Buildings. */
export const facilitiesOf = (values: readonly unknown[]): Records<Facility> =>
  recordsOf(values, record => {
    const id = record.positive('id');
    const name = record.text('name');
    if (id === null || name === null) return null;
    return { id, name, city: record.text('city'), country: record.text('country') };
  });

/** What a peer looks for in a network's record (rule R24): the field, and what to call it. */
const expected = [
  ['irr_as_set', 'IRR AS-SET'],
  ['info_prefixes4', 'number of IPv4 prefixes'],
  ['info_prefixes6', 'number of IPv6 prefixes'],
  ['policy_general', 'peering policy'],
  ['info_traffic', 'traffic level'],
  ['info_scope', 'geographic scope'],
] as const;

/** Networks. */
export const networksOf = (values: readonly unknown[]): Records<NetworkRecord> =>
  recordsOf(values, record => {
    const id = record.positive('id');
    const asn = record.asn('asn');
    if (id === null || asn === null) return null;
    return {
      id,
      asn,
      name: record.text('name') ?? `AS${asn}`,
      irrAsSet: record.text('irr_as_set'),
      prefixes4: record.positive('info_prefixes4'),
      prefixes6: record.positive('info_prefixes6'),
      policy: record.text('policy_general'),
      lacking: expected.filter(([field]) => isLacking(record, field)).map(([, words]) => words),
    };
  });

const isLacking = (record: Fields, field: string): boolean => {
  const text = record.text(field);
  return (text === null || text === 'Not Disclosed') && record.positive(field) === null;
};

/** Contacts of one network. */
export const contactsOf = (values: readonly unknown[], asn: number): NetworkContacts => ({
  asn,
  contacts: recordsOf(values, contactOf).items,
});
