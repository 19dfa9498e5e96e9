import type { PeeringService } from '../../network/microsoft/peerings.ts';
import { isSet, type Records, recordsOf } from './json-door.ts';
import { resourceOf } from './resource.ts';

/** Peering services of a subscription. */
export const servicesOf = (values: readonly unknown[]): Records<PeeringService> =>
  recordsOf(values, record => {
    const resource = resourceOf(record, 'peering service');
    if (resource === null) return null;
    const properties = record.fields('properties');
    return {
      ...resource,
      location: properties.text('peeringServiceLocation'),
      provider: properties.text('peeringServiceProvider'),
      primaryLocation: properties.text('providerPrimaryPeeringLocation'),
      backupLocation: properties.text('providerBackupPeeringLocation'),
      provisioningState: properties.text('provisioningState'),
      hasWorkspaceKey: isSet(properties.fields('logAnalyticsWorkspaceProperties').raw('key')),
    };
  });
