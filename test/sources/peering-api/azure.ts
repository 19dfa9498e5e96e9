/** A stand-in for Microsoft on loopback: answers as a test says, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { MicrosoftSample } from '../../../src/network/microsoft/answers.ts';
import { instant, millis } from '../../../src/network/units.ts';
import type { Clock } from '../../../src/sources/clock.ts';
import type { PeeringApiOptions } from '../../../src/sources/peering-api/peering-api.ts';

/** A request as it came. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An answer: JSON, or something written by hand. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly json: unknown }
  | { readonly by: (response: ServerResponse) => void };

/** A running stand-in. */
export interface Azure {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Requests by method and path, the token endpoint's left out. */
  asked(): readonly string[];
  /** How often somebody has signed in. */
  signIns(): number;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};

const isSignIn = (seen: Seen): boolean => seen.path.endsWith('/oauth2/v2.0/token');

/** The token that the stand-in gives at its first, second … sign-in. */
export const tokenOf = (count: number): string => `token-number-${count}`;

/** Listens until the test is over; sign-ins succeed unless the test answers them. */
export async function azure(answer: (seen: Seen) => Reply | undefined): Promise<Azure> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://loopback');
      const { method = '', headers } = request;
      const one = {
        method,
        path: decodeURI(url.pathname),
        query: url.searchParams,
        headers,
        body: await bodyOf(request),
      };
      seen.push(one);
      const token = { token_type: 'Bearer', expires_in: 3599, access_token: tokenOf(seen.filter(isSignIn).length) };
      const reply = answer(one) ?? (isSignIn(one) ? { json: token } : { status: 404, json: notFound });
      if ('by' in reply) reply.by(response);
      else {
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
        response.end(JSON.stringify(reply.json));
      }
    })();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    asked: () => seen.filter(one => !isSignIn(one)).map(({ method, path }) => `${method} ${path}`),
    signIns: () => seen.filter(isSignIn).length,
  };
}

/** The flat form of an error, as the wire has it. */
export const notFound = { code: 'NotFound', message: 'Resource does not exist.' };

/** A clock that runs so many times faster than time. */
export function hastyClock(factor: number): Clock & { readonly skip: (by: number) => void } {
  const begun = performance.now();
  let start = Date.now();
  return {
    skip: by => {
      start += by;
    },
    now: () => instant(start + (performance.now() - begun) * factor),
    schedule: (after, run) => {
      const timer = setTimeout(run, after / factor);
      return () => clearTimeout(timer);
    },
    wallOffset: () => millis(0),
  };
}

/** The subscription of the tests. */
export const subscription = '00000000-0000-4000-8000-000000000001';
/** The path under which its peerings are. */
export const provider = `/subscriptions/${subscription}/providers/Microsoft.Peering`;
/** The id of one of its peerings. */
export const peeringId = (name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/noc/providers/Microsoft.Peering/peerings/${name}`;

/** A peering as the API lists it. */
export const peering = (name: string, more: Readonly<Record<string, unknown>> = {}): unknown => ({
  name,
  id: peeringId(name),
  kind: 'Direct',
  location: 'South Central US',
  properties: {
    direct: { directPeeringType: 'Edge', connections: [{ connectionState: 'Active', peeringDBFacilityId: 69 }] },
    peeringLocation: 'Dallas',
    ...more,
  },
});

/** Options that point at the stand-in. */
export const optionsFor = (url: string, more: Partial<PeeringApiOptions> = {}): PeeringApiOptions => ({
  subscriptionId: subscription,
  endpoint: url,
  authority: url,
  signIn: { kind: 'clientSecret', tenantId: 'tenant', clientId: 'client', secret: () => 'a-very-secret-secret' },
  interval: millis(60_000),
  metros: [],
  version: '0.0.0',
  peeringDb: null,
  env: {},
  ...more,
});

/** What is heard, and a way to wait for some of it. */
export interface Ear {
  readonly samples: readonly MicrosoftSample[];
  readonly hear: (sample: MicrosoftSample) => void;
  /** Resolves with the samples when one of them is as asked. */
  until(is: (sample: MicrosoftSample) => boolean): Promise<MicrosoftSample>;
}

/** Listens. */
export function createEar(): Ear {
  const samples: MicrosoftSample[] = [];
  const waiting = new Set<() => void>();
  return {
    samples,
    hear: sample => {
      samples.push(sample);
      for (const check of [...waiting]) check();
    },
    until: is =>
      new Promise(resolve => {
        const check = (): void => {
          const found = samples.find(is);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

/** The call that a sample is about. */
export const callOf = ({ outcome }: MicrosoftSample): string =>
  outcome.kind === 'answered' ? outcome.answer.call : outcome.call;

/** True for an answer, or a failure, of a call. */
export const isAbout =
  (call: string, kind: 'answered' | 'failed' = 'answered') =>
  (sample: MicrosoftSample): boolean =>
    callOf(sample) === call && sample.outcome.kind === kind;
