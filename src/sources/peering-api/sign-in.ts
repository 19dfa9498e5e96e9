/** How the console proves to Microsoft who asks. */
import type { Clock } from '../clock.ts';
import type { Sender } from './http.ts';

/** One of four ways to get a token. Secrets are read anew at every sign-in, so that a renewed one needs no restart. */
export type SignIn =
  | {
      readonly kind: 'clientSecret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly secret: () => string;
    }
  | {
      readonly kind: 'clientCertificate';
      readonly tenantId: string;
      readonly clientId: string;
      /** Certificate and private key, not encrypted, in one PEM text. */
      readonly pem: () => string;
    }
  | {
      readonly kind: 'managedIdentity';
      /** Of a user-assigned identity; null for the machine's own. */
      readonly clientId: string | null;
    }
  | { readonly kind: 'azureCli' };

/** What every sign-in needs to know. */
export interface SignInContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly sender: Sender;
  /** Azure Resource Manager, without a slash at the end: what the token is for. */
  readonly endpoint: string;
  readonly authority: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
