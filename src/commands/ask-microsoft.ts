/** Microsoft's side of a fleet: the source as configured, or the one sample that says why it cannot be asked. */
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { MicrosoftSample, Question, Want } from '../network/microsoft/answers.ts';
import { type Millis, millis } from '../network/units.ts';
import type { Clock } from '../sources/clock.ts';
import type { PeeringApiOptions } from '../sources/peering-api/options.ts';
import type { SignIn } from '../sources/peering-api/sign-in.ts';
import { version } from '../version.ts';

/** What asks Microsoft. */
export interface MicrosoftSource {
  want(wants: readonly Want[]): void;
  ask(question: Question): void;
  stop(): void;
}

/** What the source stands on. */
export interface MicrosoftSurroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hear: (sample: MicrosoftSample) => void;
}

const silent: MicrosoftSource = { want: () => {}, ask: () => {}, stop: () => {} };

type Service = NonNullable<Config['peeringApi']>;

function signInOf(auth: Exclude<Service['auth'], { readonly kind: 'unavailable' }>): SignIn {
  switch (auth.kind) {
    case 'clientSecret': {
      const { kind, tenantId, clientId, clientSecret } = auth;
      return { kind, tenantId, clientId, secret: () => clientSecret.reveal() };
    }
    case 'clientCertificate': {
      const { kind, tenantId, clientId, certificate } = auth;
      return { kind, tenantId, clientId, pem: () => certificate.reveal() };
    }
    case 'azureCli':
    case 'managedIdentity':
      return auth;
  }
}

/** Where answers of PeeringDB are kept for a day; null where there is no home. */
function cacheFile(env: MicrosoftSurroundings['env']): string | null {
  const base = env.XDG_CACHE_HOME ?? (env.HOME === undefined ? undefined : join(env.HOME, '.cache'));
  return base === undefined || base === '' ? null : join(base, 'peerdeck', 'peeringdb.json');
}

function optionsOf(
  config: Config,
  service: Service,
  signIn: SignIn,
  env: MicrosoftSurroundings['env'],
): PeeringApiOptions {
  const { peeringDb } = config;
  const apiKey = peeringDb?.apiKey ?? null;
  return {
    subscriptionId: service.subscriptionId,
    endpoint: service.endpoint.replace(/\/+$/, ''),
    authority: service.authority.replace(/\/+$/, ''),
    signIn,
    interval: service.interval,
    metros: [...new Set([...config.routers.map(each => each.metro), ...config.pnis.flatMap(each => each.metro ?? [])])],
    version,
    peeringDb:
      peeringDb === null
        ? null
        : {
            endpoint: peeringDb.endpoint.replace(/\/+$/, ''),
            apiKey: apiKey === null ? null : () => apiKey.reveal(),
            asn: config.partner.asn,
            // The demo's made-up facilities are nobody's.
            cacheFile: config.simulation ? null : cacheFile(env),
          },
    env,
  };
}

/** A sign-in that cannot even be tried is heard as every other failure is. */
const unavailable = (why: string, at: MicrosoftSample['at']): MicrosoftSample => ({
  kind: 'microsoft',
  at,
  took: millis(0),
  subject: '',
  outcome: {
    kind: 'failed',
    call: 'peerings',
    failure: { kind: 'sign-in', text: `cannot sign in: ${why}`, status: null, code: null, retryAt: null },
  },
  ids: null,
  budget: { left: null, lastHour: 0, throttledUntil: null },
});

/** Asks Microsoft until stopped. The source is read only where it is configured; nothing waits for it. */
export function askMicrosoft(config: Config, around: MicrosoftSurroundings): MicrosoftSource {
  const { peeringApi } = config;
  if (peeringApi === null) return silent;
  const { auth } = peeringApi;
  if (auth.kind === 'unavailable') {
    around.hear(unavailable(auth.why, around.clock.now()));
    return silent;
  }
  const signIn = signInOf(auth);
  let running: MicrosoftSource | null = null;
  let wanted: readonly Want[] = [];
  let stopped = false;
  // HTTP, its client and the doors of the API are a fifth of the program: they come after the first paint.
  void import('../sources/peering-api/peering-api.ts').then(({ startPeeringApi }) => {
    if (stopped) return;
    running = startPeeringApi(optionsOf(config, peeringApi, signIn, around.env), around);
    running.want(wanted);
  });
  return {
    want: wants => {
      wanted = wants;
      running?.want(wants);
    },
    ask: question => running?.ask(question),
    stop: () => {
      stopped = true;
      running?.stop();
    },
  };
}

/** Asks Microsoft once, for a command that prints and ends; resolves after `within` at the latest, or when hurried. */
export async function askMicrosoftOnce(
  config: Config,
  around: MicrosoftSurroundings,
  within: Millis,
  hurry: AbortSignal,
): Promise<void> {
  const { peeringApi } = config;
  if (peeringApi === null) return;
  const { auth } = peeringApi;
  if (auth.kind === 'unavailable') {
    around.hear(unavailable(auth.why, around.clock.now()));
    return;
  }
  const { readPeerings } = await import('../sources/peering-api/peering-api.ts');
  await readPeerings(optionsOf(config, peeringApi, signInOf(auth), around.env), around, within, hurry);
}
