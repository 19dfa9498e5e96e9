/** What a recording may hold of Microsoft's side: the answers and failures of its API, without any secret. */
import * as z from 'zod';
import type { Answer, ApiFailureKind, Call, MicrosoftSample } from '../network/microsoft/answers.ts';
import { callWords } from '../network/microsoft/calls.ts';
import { noteImpacts, noteStatuses } from '../network/microsoft/maintenance.ts';
import type { Contact, Flavour, Peering } from '../network/microsoft/peerings.ts';
import { cleanText } from '../network/text.ts';
import { bitsPerSecond } from '../network/units.ts';
import { count, duration, listOf, moment, oneOf, text } from './recorded-values.ts';

const word = text.nullable();
const flag = z.boolean();
const maybe = flag.nullable();
const rate = z.number().min(0).transform(bitsPerSecond).nullable();
const when = moment.nullable();
const number = count.nullable();
const texts = listOf(text);
const list = z.object({ unreadable: count, cut: flag });
/** Of several lines, each as clean as any other text. */
const longText = z
  .string()
  .max(100_000)
  .transform(value =>
    value
      .split('\n')
      .map(line => `${/^ */.exec(line)?.[0] ?? ''}${cleanText(line, 4096)}`)
      .join('\n'),
  );

const session = z.object({
  afi: oneOf({ ipv4: true, ipv6: true }),
  microsoft: word,
  peer: word,
  subnet: word,
  state: word,
  prefixLimit: number,
});
const connection = z.object({
  identifier: word,
  state: word,
  errorMessage: word,
  trackingId: word,
  requested: rate,
  provisioned: rate,
  addressProvider: word,
  useForPeeringService: maybe,
  facilityId: number,
  hasMd5Key: flag,
  sessions: listOf(session),
});
const flavour = oneOf<Flavour>({
  direct: true,
  voice: true,
  'route-server': true,
  cdn: true,
  exchange: true,
  other: true,
});
const peering: z.ZodType<Peering> = z.object({
  key: text,
  id: word,
  name: text,
  resourceGroup: word,
  kind: word,
  directType: word,
  flavour,
  legacy: flag,
  location: word,
  region: word,
  provisioningState: word,
  sku: word,
  useForPeeringService: maybe,
  peerAsn: word,
  probes: listOf(z.object({ endpoint: word, azureRegion: word, protocol: word, sources: texts })),
  connections: listOf(connection),
});
/** A telephone number is withheld from a file: it comes back as nothing. */
const contact: z.ZodType<Contact> = z.object({
  role: word,
  name: word,
  email: word,
  phone: z.null(),
});
const metrics = z.object({
  grain: duration,
  from: moment,
  to: moment,
  series: listOf(
    z.object({
      metric: oneOf({
        IngressTrafficRate: true,
        EgressTrafficRate: true,
        PacketDropRate: true,
        FlapCounts: true,
        SessionAvailability: true,
        RegisteredPrefixLatency: true,
        AverageCustomerPrefixLatency: true,
        ConnectivityProbeAvailability: true,
        ConnectivityProbeJitter: true,
        ConnectivityProbeLatency: true,
      }),
      dimensions: z.record(text, text),
      points: listOf(z.object({ at: moment, value: count })),
    }),
  ),
  refused: listOf(z.object({ metric: text, why: text })),
});
const event = z.object({ at: when, type: text, level: word, summary: word, description: word });
const registeredPrefix = z.object({
  key: text,
  id: word,
  name: text,
  prefix: text,
  validation: word,
  errorMessage: word,
  provisioningState: word,
  hasKey: flag,
});
const servicePrefix = z.object({
  key: text,
  name: text,
  prefix: text,
  validation: word,
  learned: word,
  errorMessage: word,
  provisioningState: word,
  hasKey: flag,
  events: listOf(event),
});
const route = z.object({
  prefix: text,
  nextHop: word,
  asPath: listOf(count).nullable(),
  asPathText: text,
  originValidation: word,
  rpkiValidation: word,
  trustAnchor: word,
  receivedAt: when,
});
const notice = z.object({
  trackingId: text,
  type: word,
  status: word,
  level: word,
  title: text,
  text: longText,
  services: texts,
  regions: texts,
  startsAt: when,
  endsAt: when,
  updatedAt: when,
});
/** One version of a maintenance note. */
export const maintenanceNote = z.object({
  maintenanceId: text,
  provider: text,
  account: text,
  status: z.enum(noteStatuses),
  impact: z.enum(noteImpacts),
  objects: texts,
  startsAt: moment,
  endsAt: moment,
  text,
  writtenAt: moment,
  writtenBy: text,
  sequence: count,
});
const service = z.object({
  key: text,
  id: word,
  name: text,
  location: word,
  provider: word,
  primaryLocation: word,
  backupLocation: word,
  provisioningState: word,
  hasWorkspaceKey: flag,
});
const peerAsn = z.object({
  name: text,
  asn: number,
  peerName: word,
  validationState: word,
  errorMessage: word,
  contacts: listOf(contact),
});
const failureKind = oneOf<ApiFailureKind>({
  timeout: true,
  unresolved: true,
  unreachable: true,
  certificate: true,
  'sign-in': true,
  forbidden: true,
  'not-found': true,
  throttled: true,
  server: true,
  garbage: true,
  'too-large': true,
  refused: true,
  closed: true,
});
const apiFailure = z.object({ kind: failureKind, text, status: number, code: word, retryAt: when });
const call = <Word extends Call>(name: Word) => z.literal(name);

const answer: z.ZodType<Answer> = z.discriminatedUnion('call', [
  z.object({ call: call('peerings'), peerings: listOf(peering), list }),
  z.object({ call: call('legacy-peerings'), peerings: listOf(peering), list }),
  z.object({ call: call('peer-asns'), asns: listOf(peerAsn), list }),
  z.object({ call: call('registered-prefixes'), prefixes: listOf(registeredPrefix), list }),
  z.object({
    call: call('registered-asns'),
    asns: listOf(z.object({ name: text, asn: number, provisioningState: word, hasKey: flag })),
    list,
  }),
  z.object({ call: call('services'), services: listOf(service), list }),
  z.object({
    call: call('service-prefixes'),
    prefixes: listOf(servicePrefix),
    list,
    eventsUntold: apiFailure.optional(),
  }),
  z.object({ call: call('received-routes'), routes: listOf(route), list }),
  z.object({ call: call('traffic'), metrics }),
  z.object({ call: call('availability'), metrics }),
  z.object({ call: call('latency'), metrics }),
  z.object({ call: call('probes'), metrics }),
  z.object({ call: call('metric-definitions'), metrics: listOf(metrics.shape.series.element.shape.metric) }),
  z.object({ call: call('health'), notices: listOf(notice), list }),
  z.object({ call: call('notes'), notes: listOf(maintenanceNote), list }),
  z.object({ call: call('looking-glass'), output: longText }),
  z.object({ call: call('provider-availability'), available: text }),
  z.object({ call: call('validate'), validation: word }),
  z.object({
    call: call('facilities'),
    facilities: listOf(z.object({ id: count, name: text, city: word, country: word })),
  }),
  z.object({
    call: call('networks'),
    networks: listOf(
      z.object({
        id: count,
        asn: count,
        name: text,
        irrAsSet: word,
        prefixes4: number,
        prefixes6: number,
        policy: word,
        lacking: texts,
      }),
    ),
  }),
  z.object({ call: call('contacts'), networks: listOf(z.object({ asn: count, contacts: listOf(contact) })) }),
]);

const isCall = (name: string): name is Call => Object.hasOwn(callWords, name);
const anyCall = z.custom<Call>(value => typeof value === 'string' && isCall(value));

/** One recorded call to Microsoft. */
export const microsoftSample = z.object({
  kind: z.literal('microsoft'),
  at: moment,
  took: duration,
  subject: text,
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answered'), answer }),
    z.object({
      kind: z.literal('failed'),
      call: anyCall,
      failure: apiFailure,
    }),
  ]),
  ids: z.object({ request: word, correlation: word }).nullable(),
  budget: z.object({ left: number, lastHour: count, throttledUntil: when }),
}) satisfies z.ZodType<MicrosoftSample>;
