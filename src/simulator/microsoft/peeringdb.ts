/** PeeringDB under `/peeringdb/api`: networks, buildings, who is where, whom to call. */
import { CARRIER_ASN, CARRIER_NAME, MICROSOFT_ASN } from '../carrier.ts';
import { type Said, told } from './answer.ts';
import type { Json, JsonObject } from './json.ts';
import { PLACES } from './places.ts';

const MICROSOFT_NET = 694;
const CARRIER_NET = 900_001;

const STAMPS = { created: '2015-01-01T00:00:00Z', updated: '2025-11-01T00:00:00Z', status: 'ok' };

const network = (id: number, asn: number, name: string, prefixes: readonly [v4: number, v6: number]): JsonObject => ({
  id,
  org_id: id + 100,
  name,
  aka: '',
  name_long: '',
  website: 'https://www.example.com',
  social_media: [],
  asn,
  looking_glass: '',
  route_server: '',
  irr_as_set: `AS${asn}:AS-ALL`,
  info_type: 'NSP',
  info_types: ['NSP'],
  info_prefixes4: prefixes[0],
  info_prefixes6: prefixes[1],
  info_traffic: '1-5Tbps',
  info_ratio: 'Balanced',
  info_scope: 'Global',
  info_unicast: true,
  info_multicast: false,
  info_ipv6: true,
  info_never_via_route_servers: false,
  notes: '',
  policy_url: 'https://www.example.com/peering',
  policy_general: 'Selective',
  policy_locations: 'Preferred',
  policy_ratio: false,
  policy_contracts: 'Not Required',
  allow_ixp_update: false,
  ...STAMPS,
});

const FACILITIES: readonly { readonly id: number; readonly city: string; readonly country: string }[] = [
  ...PLACES.map(({ facility, metro, country }) => ({ id: facility, city: metro, country })),
  { id: 9007, city: 'Frankfurt', country: 'DE' },
  { id: 9008, city: 'Dallas', country: 'US' },
];

const phoneOf = (at: number): string => `+1555020${String(at).padStart(4, '0')}`;
const FIRST_CONTACT = 100;

const facilities = FACILITIES.map(({ id, city, country }, at) => ({
  id,
  org_id: 900_200 + at,
  name: `Example Exchange House ${city}`,
  address1: '1 Example Street',
  city,
  state: '',
  country,
  zipcode: '00000',
  latitude: null,
  longitude: null,
  clli: '',
  npanxx: '',
  tech_email: 'hands@building.example',
  tech_phone: phoneOf(at),
  sales_email: '',
  sales_phone: '',
  property: 'Owner',
  diverse_serving_substations: true,
  available_voltage_services: ['48 VDC'],
  ...STAMPS,
}));

// Microsoft is in every building, the carrier where it peers.
const presences = [
  ...FACILITIES.map(facility => ({ facility, net: MICROSOFT_NET, asn: MICROSOFT_ASN })),
  ...FACILITIES.slice(0, PLACES.length).map(facility => ({ facility, net: CARRIER_NET, asn: CARRIER_ASN })),
].map(({ facility, net, asn }, at) => ({
  id: at + 1,
  name: `Example Exchange House ${facility.city}`,
  city: facility.city,
  country: facility.country,
  net_id: net,
  fac_id: facility.id,
  local_asn: asn,
  ...STAMPS,
}));

const contacts = [
  { net: MICROSOFT_NET, role: 'NOC', name: 'Microsoft network operations', email: 'noc@microsoft.example' },
  { net: MICROSOFT_NET, role: 'Technical', name: 'Microsoft peering', email: 'peering@microsoft.example' },
  { net: CARRIER_NET, role: 'NOC', name: `${CARRIER_NAME} NOC`, email: 'noc@carrier.example' },
  { net: CARRIER_NET, role: 'Policy', name: `${CARRIER_NAME} peering`, email: 'peering@carrier.example' },
].map(({ net, role, name, email }, at) => ({
  id: at + 1,
  net_id: net,
  role,
  visible: 'Public',
  name,
  phone: phoneOf(FIRST_CONTACT + at),
  email,
  url: '',
  ...STAMPS,
}));

const exchangePorts = [MICROSOFT_ASN, CARRIER_ASN].map((asn, at) => ({
  id: at + 1,
  net_id: asn === MICROSOFT_ASN ? MICROSOFT_NET : CARRIER_NET,
  ix_id: 9107,
  name: 'Example Exchange Frankfurt',
  ixlan_id: 9107,
  notes: '',
  speed: 100_000,
  asn,
  ipaddr4: `198.51.100.${146 - at}`,
  ipaddr6: `2001:db8:fff0::${2 - at}`,
  is_rs_peer: false,
  bfd_support: false,
  operational: true,
  ...STAMPS,
}));

const TABLES: ReadonlyMap<string, readonly JsonObject[]> = new Map<string, readonly JsonObject[]>([
  [
    'net',
    [
      network(MICROSOFT_NET, MICROSOFT_ASN, 'Microsoft', [2000, 500]),
      network(CARRIER_NET, CARRIER_ASN, CARRIER_NAME, [200, 100]),
    ],
  ],
  ['fac', facilities],
  ['netfac', presences],
  ['poc', contacts],
  ['netixlan', exchangePorts],
]);

/** Telephone numbers in PeeringDB. */
export const PEERINGDB_PHONES: readonly string[] = [
  ...facilities.map(({ tech_phone }) => tech_phone),
  ...contacts.map(({ phone }) => phone),
];

const SHAPING: readonly string[] = ['depth', 'limit', 'skip', 'fields', 'since', 'page', 'per_page'];

const holds = (row: JsonObject, key: string, wanted: string): boolean => {
  const [field = '', how] = key.split('__');
  const value: Json | undefined = row[field];
  const texts = how === 'in' ? wanted.split(',') : [wanted];
  return texts.some(text => text.trim() === String(value));
};

/** Answers a path below `/peeringdb/api/`. */
export const peeringDbSaid = (table: string, query: URLSearchParams): Said => {
  const rows = TABLES.get(table.replace(/\/$/, ''));
  if (rows === undefined) return { status: 404, body: { data: [], meta: { error: 'Unknown entity' } } };
  const filters = [...query].filter(([key]) => !SHAPING.includes(key));
  return told({ data: rows.filter(row => filters.every(([key, wanted]) => holds(row, key, wanted))), meta: {} });
};
