/**
 * The door of Microsoft's API: who may ask, how often, and how the answer is sent. Pure: a world, a door and a request
 * give an answer and the door after it.
 */
import type { World } from '../world.ts';
import { stopped } from './admission.ts';
import { type Allowance, headerOf, taken } from './allowance.ts';
import { refused, type Said, throttled } from './answer.ts';
import { type Dispatch, dispatch } from './dispatch.ts';
import { nowMs, secondsText } from './moments.ts';
import { peeringDbSaid } from './peeringdb.ts';
import { PLACES, sameName } from './places.ts';
import type { Question } from './question.ts';
import { registeredNameOf } from './registered-prefixes.ts';
import { VALIDATE_PATH } from './routes.ts';
import { signIn, type Token } from './sign-in.ts';
import { guidOf } from './subscription.ts';

/** How an answer goes out: at once, in drops over some time, or never. */
export type Delivery =
  | { readonly kind: 'at-once' }
  | { readonly kind: 'drips'; readonly overMs: number }
  | { readonly kind: 'never' };

/** An answer as HTTP has it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  readonly delivery: Delivery;
}

/** What the API remembers between two requests. */
export interface Door {
  /** Requests to Microsoft so far. */
  readonly asked: number;
  readonly issued: number;
  readonly tokens: readonly Token[];
  readonly allowance: Allowance;
  /** Registered prefixes that are checked again, and until which tick. */
  readonly checks: ReadonlyMap<string, number>;
}

/** The door before the first request. */
export const OPEN_DOOR: Door = { asked: 0, issued: 0, tokens: [], allowance: new Map(), checks: new Map() };

interface Answered {
  readonly door: Door;
  readonly said: Said;
  readonly headers?: Readonly<Record<string, string>>;
}

type Found = Extract<Dispatch, { readonly kind: 'route' }>;

/** 30 s. */
const CHECK_TICKS = 3000;
const PEERINGDB = '/peeringdb/api/';
const TOKEN_PATH = /^\/([^/]+)\/oauth2\/v2\.0\/token$/;
const AT_ONCE: Delivery = { kind: 'at-once' };

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' };

/** Notes that a registered prefix is to be checked again, where that is what the request asks for. */
const withCheck = (door: Door, { route, named }: Found, now: number): Door => {
  if (route.path !== VALIDATE_PATH) return door;
  const place = PLACES.find(({ peering }) => sameName(peering, named.get('peering') ?? ''));
  const prefix = place?.prefixes.find((_, at) => sameName(registeredNameOf(place, at), named.get('prefix') ?? ''));
  return prefix === undefined ? door : { ...door, checks: new Map(door.checks).set(prefix, now + CHECK_TICKS) };
};

const routed = (world: World, door: Door, question: Question, url: URL): Answered => {
  const found = dispatch(question.method, url.pathname);
  if (found.kind === 'refused') return { door, said: found.said };
  const { route, named } = found;
  const { allowance, left } = taken(door.allowance, route.limit, world.tick);
  if (left === null) return { door, said: throttled(60), headers: { 'retry-after': '60' } };
  const next = withCheck({ ...door, allowance }, found, world.tick);
  const isChecked = (prefix: string): boolean => (next.checks.get(prefix) ?? Number.NEGATIVE_INFINITY) > world.tick;
  const said = route.say({ world, named, url, body: question.body, isChecked });
  return { door: next, said, headers: { [headerOf(route.limit)]: String(left) } };
};

const resourceManager = (world: World, door: Door, question: Question, url: URL): Answered => {
  const stop = stopped(world, door.tokens, question.authorization);
  if (stop !== null) return { door, said: stop, headers: { 'www-authenticate': 'Bearer' } };
  const { throttle } = world.microsoft;
  if (throttle !== null && world.tick < throttle.until) {
    const seconds = throttle.retryAfterSeconds;
    return { door, said: throttled(seconds), headers: { 'retry-after': String(seconds) } };
  }
  if (!url.searchParams.has('api-version')) {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    return { door, said: refused(400, 'MissingApiVersionParameter', message) };
  }
  return routed(world, door, question, url);
};

const entra = (world: World, door: Door, question: Question, tenant: string): Answered => {
  if (question.method !== 'POST') {
    return {
      door,
      said: { status: 405, body: { error: 'invalid_request', error_description: 'AADSTS900561: POST only.' } },
    };
  }
  const { said, token } = signIn(world, tenant, new URLSearchParams(question.body), door.issued + 1);
  return {
    door: token === null ? door : { ...door, issued: door.issued + 1, tokens: [...door.tokens, token] },
    said,
  };
};

const requestIds = (world: World, asked: number): Readonly<Record<string, string>> => {
  const correlation = guidOf(`correlation of request ${asked}`);
  const stamp = secondsText(nowMs(world)).replaceAll(/[-:]/g, '');
  return {
    'x-ms-request-id': guidOf(`request ${asked}`),
    'x-ms-correlation-request-id': correlation,
    'x-ms-routing-request-id': `WESTEUROPE:${stamp}:${correlation}`,
  };
};

const deliveryOf = ({ microsoft }: World, asked: number): Delivery => {
  const { pace } = microsoft;
  if (pace === null) return AT_ONCE;
  if (pace.hangEvery !== null && asked % pace.hangEvery === 0) return { kind: 'never' };
  return { kind: 'drips', overMs: pace.takesMs };
};

/** Answers one request. */
export const answer = (
  world: World,
  door: Door,
  question: Question,
): { readonly door: Door; readonly reply: Reply } => {
  const url = new URL(question.target, question.base);
  if (url.pathname.startsWith(PEERINGDB)) {
    const said = peeringDbSaid(url.pathname.slice(PEERINGDB.length), url.searchParams);
    const reply = { status: said.status, headers: JSON_HEADERS, body: JSON.stringify(said.body), delivery: AT_ONCE };
    return { door, reply };
  }
  const asked = door.asked + 1;
  const [, tenant] = TOKEN_PATH.exec(url.pathname) ?? [];
  const came = { ...door, asked };
  const answered =
    tenant === undefined ? resourceManager(world, came, question, url) : entra(world, came, question, tenant);
  return {
    door: answered.door,
    reply: {
      status: answered.said.status,
      headers: { ...JSON_HEADERS, ...requestIds(world, asked), ...answered.headers },
      body: JSON.stringify(answered.said.body),
      delivery: deliveryOf(world, asked),
    },
  };
};
