/** A caller of the simulated API without HTTP: signed in, against a world that moves when the test says so. */
import { answer, type Door, OPEN_DOOR, type Reply } from '../../../src/simulator/microsoft/door.ts';
import { APPLICATION, RESOURCE_GROUP, SUBSCRIPTION_ID } from '../../../src/simulator/microsoft/subscription.ts';
import { step } from '../../../src/simulator/step.ts';
import type { World } from '../../../src/simulator/world.ts';
import { start } from '../walk.ts';

export const BASE = 'http://127.0.0.1:9';
export const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Peering`;
export const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${RESOURCE_GROUP}/providers/Microsoft.Peering`;
export const TOKEN_PATH = `/${APPLICATION.tenantId}/oauth2/v2.0/token`;

/** What lies at a path of a body. */
export const dig = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );

/** A list at a path of a body. */
export const list = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = dig(value, ...path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')} of ${JSON.stringify(value)}`);
  return found;
};

/** A correct sign-in form, with some fields changed. */
export const signInForm = (changed: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: APPLICATION.clientId,
    client_secret: APPLICATION.clientSecret,
    scope: `${BASE}/.default`,
    ...changed,
  }).toString();

/** A reply with its body read. */
export interface Heard extends Omit<Reply, 'body'> {
  readonly body: unknown;
}

/** A caller. */
export interface Caller {
  readonly world: () => World;
  /** Lets so many milliseconds pass. */
  readonly pass: (ms: number) => void;
  /** Moves the clock alone: nothing happens in between. */
  readonly skip: (ms: number) => void;
  readonly put: (method: string, target: string, body?: string, authorization?: string | null) => Heard;
  /** A GET with the api-version added. */
  readonly get: (target: string) => Heard;
  readonly signIn: (changed?: Readonly<Record<string, string>>) => Heard;
}

const withVersion = (target: string): string =>
  target.includes('api-version') ? target : `${target}${target.includes('?') ? '&' : '?'}api-version=2025-05-01`;

/** A caller before a world, signed in at its beginning. */
export const callerOf = (first: World | string = 'calm'): Caller => {
  let world = typeof first === 'string' ? start(first) : first;
  let door: Door = OPEN_DOOR;
  let token: string | null = null;
  const put: Caller['put'] = (method, target, body = '', authorization) => {
    const own = token === null ? null : `Bearer ${token}`;
    const answered = answer(world, door, {
      method,
      target,
      body,
      base: BASE,
      authorization: authorization === undefined ? own : authorization,
    });
    door = answered.door;
    const read: unknown = JSON.parse(answered.reply.body);
    return { ...answered.reply, body: read };
  };
  const signIn: Caller['signIn'] = changed => {
    const heard = put('POST', TOKEN_PATH, signInForm(changed));
    const given = dig(heard.body, 'access_token');
    if (typeof given === 'string') token = given;
    return heard;
  };
  signIn();
  return {
    world: () => world,
    pass: ms => {
      world = step(world, ms);
    },
    skip: ms => {
      world = { ...world, tick: world.tick + ms / 10 };
    },
    put,
    get: target => put('GET', withVersion(target)),
    signIn,
  };
};

/** All pages of the list of peerings. */
export const peeringsOf = (caller: Caller): readonly unknown[] => {
  const items: unknown[] = [];
  for (let next: unknown = `${SUBSCRIPTION}/peerings`; typeof next === 'string'; ) {
    const { body } = caller.get(next);
    items.push(...list(body, 'value'));
    next = dig(body, 'nextLink');
  }
  return items;
};

/** One peering by name. */
export const peeringOf = (caller: Caller, name: string): unknown => caller.get(`${GROUP}/peerings/${name}`).body;

/** Session states at a peering, connection by connection: IPv4/IPv6. */
export const statesOf = (caller: Caller, name: string): string[] =>
  list(peeringOf(caller, name), 'properties', 'direct', 'connections').map(
    connection =>
      `${String(dig(connection, 'bgpSession', 'sessionStateV4'))}/${String(dig(connection, 'bgpSession', 'sessionStateV6'))}`,
  );
