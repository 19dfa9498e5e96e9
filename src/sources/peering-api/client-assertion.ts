import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SignInFailed } from './grant.ts';
import { randomUuid } from './random-uuid.ts';

/** What an assertion says. */
export interface Assertion {
  /** Certificate and private key. */
  readonly pem: string;
  readonly clientId: string;
  /** The token endpoint. */
  readonly audience: string;
  /** Milliseconds since 1970 by the wall clock. */
  readonly wallNow: number;
  readonly random: () => number;
}

/** "Keep it short - 5-10 minutes after nbf at most." */
const validSeconds = 300;

/**
 * A JWT signed with the application's certificate: PS256, `x5t#S256` the SHA-256 of the DER in base64url, `aud` the
 * token endpoint, `iss` and `sub` the client id, as "Microsoft identity platform application authentication certificate
 * credentials" has it (learn.microsoft.com, entra/identity-platform/certificate-credentials). Throws SignInFailed.
 */
export async function clientAssertion(assertion: Assertion): Promise<string> {
  const { certificate, key } = read(assertion.pem);
  const now = Math.floor(assertion.wallNow / 1000);
  if (assertion.wallNow > certificate.validToDate.getTime())
    throw new SignInFailed(
      `sign-in: the certificate has expired on ${certificate.validToDate.toISOString().slice(0, 10)}; renew it`,
    );
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  // Its own file of the bundle: only who signs in with a certificate needs it.
  const { SignJWT } = await import('jose');
  return await new SignJWT({ jti: randomUuid(assertion.random) })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    .setAudience(assertion.audience)
    .setIssuer(assertion.clientId)
    .setSubject(assertion.clientId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + validSeconds)
    .sign(key);
}

function read(pem: string): { readonly certificate: X509Certificate; readonly key: KeyObject } {
  const certificate = parsed(() => new X509Certificate(block(pem, /CERTIFICATE/)), 'no certificate in PEM form');
  const keyText = block(pem, /(?:[A-Z]+ )*PRIVATE KEY/);
  if (/ENCRYPTED/.test(keyText))
    throw new SignInFailed('sign-in: the private key is encrypted; give it without a passphrase, readable to us only');
  const key = parsed(() => createPrivateKey(keyText), 'no private key in PEM form');
  if (key.asymmetricKeyType !== 'rsa')
    throw new SignInFailed('sign-in: the private key is no RSA key, which Microsoft asks for; make an RSA certificate');
  if (!certificate.checkPrivateKey(key))
    throw new SignInFailed('sign-in: certificate and private key do not belong together; check the file');
  return { certificate, key };
}

/** The first block of a kind: the file may hold a chain, and the leaf comes first. */
function block(pem: string, label: RegExp): string {
  const found = new RegExp(`-----BEGIN (${label.source})-----[\\s\\S]*?-----END \\1-----`).exec(pem);
  return found?.[0] ?? '';
}

/** OpenSSL's own words are left out: they say nothing to people, and quote what they were given. */
function parsed<Value>(parse: () => Value, lack: string): Value {
  try {
    return parse();
  } catch {
    throw new SignInFailed(`sign-in: ${lack} is where the configuration points; put both into one PEM file`);
  }
}
