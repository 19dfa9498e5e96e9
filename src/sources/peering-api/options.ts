import type { MicrosoftSample } from '../../network/microsoft/answers.ts';
import type { Millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import type { Limits } from './http.ts';
import type { SignIn } from './sign-in.ts';

/** Where PeeringDB is and what may be asked there. */
export interface PeeringDbOptions {
  /** Base of its API, without a slash at the end: https://www.peeringdb.com/api unless it is a mirror or a mock. */
  readonly endpoint: string;
  readonly apiKey: (() => string) | null;
  /** Our own AS number; null where only Microsoft's record is asked for. */
  readonly asn: number | null;
  /** Keeps answers for a day; null keeps them in memory only. */
  readonly cacheFile: string | null;
}

/** What the source of Microsoft's side needs to know. */
export interface PeeringApiOptions {
  readonly subscriptionId: string;
  /** Azure Resource Manager, such as https://management.azure.com. */
  readonly endpoint: string;
  /** The sign-in service, such as https://login.microsoftonline.com. */
  readonly authority: string;
  readonly signIn: SignIn;
  /** How often the peerings are listed. */
  readonly interval: Millis;
  /** Metros at which legacy peerings are looked for, besides those of known peerings. */
  readonly metros: readonly string[];
  /** Of peerdeck, told in User-Agent. */
  readonly version: string;
  readonly peeringDb: PeeringDbOptions | null;
  /** The environment: names the managed identity's endpoints and finds `az`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Shorter limits of time and size than the usual ones. */
  readonly limits?: Partial<Limits>;
}

/** What the source stands on. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: (sample: MicrosoftSample) => void;
}
