/** The schema of peerdeck.yaml for editors and other tools. */
import * as z from 'zod';
import { fileSchema } from './schema.ts';

const EXAMPLE = {
  partner: { asn: 64496, name: 'Example Carrier' },
  routers: [
    {
      name: 'ams-er1',
      address: '192.0.2.10',
      metro: 'Amsterdam',
      snmp: { version: '2c', community: `\${env:SNMP_COMMUNITY}` },
    },
  ],
};

/** JSON Schema, draft 2020-12, of what may be written in peerdeck.yaml. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, title, description, ...rest } = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-2020-12' });
  // zod leaves out the examples of a schema that converts values; they are of the written form here.
  return { $schema, title, description, examples: [EXAMPLE], ...rest };
}
