import type { Contact, PeerAsn } from '../../network/microsoft/peerings.ts';
import { Withheld } from '../../network/withheld.ts';
import { type Fields, type Records, recordsOf } from './json-door.ts';
import { resourceOf } from './resource.ts';

/** Our AS numbers as registered, with whom Microsoft would call. */
export const peerAsnsOf = (values: readonly unknown[]): Records<PeerAsn> =>
  recordsOf(values, record => {
    const resource = resourceOf(record, 'peer asn');
    if (resource === null) return null;
    const properties = record.fields('properties');
    return {
      name: resource.name,
      asn: properties.asn('peerAsn'),
      peerName: properties.text('peerName'),
      validationState: properties.text('validationState'),
      errorMessage: properties.message('errorMessage'),
      contacts: properties.objects('peerContactDetail').map(contactOf),
    };
  });

/** A contact of Microsoft or of PeeringDB, which spell it alike. */
export function contactOf(contact: Fields): Contact {
  const phone = contact.text('phone');
  return {
    role: contact.text('role'),
    name: contact.text('name'),
    email: contact.text('email'),
    phone: phone === null ? null : new Withheld(phone),
  };
}
