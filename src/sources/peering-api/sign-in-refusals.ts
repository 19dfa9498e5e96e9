/**
 * Refusals of Microsoft's sign-in service in plain words. Numbers and meanings: "Microsoft Entra authentication and
 * authorization error codes" (learn.microsoft.com, entra/identity-platform/reference-error-codes).
 */
import { cleanText } from '../../network/text.ts';
import { fieldsOf } from './json-door.ts';

const meanings: ReadonlyMap<number, string> = new Map([
  [7000215, "the client secret is wrong: configure the secret's value, not its id"],
  [7000222, 'the client secret has expired: make a new one at the app registration and configure it'],
  [7000112, 'the application is disabled: enable it in Microsoft Entra'],
  [7000216, 'no secret or certificate was accepted for the application: check how it signs in'],
  [7000218, 'no secret or certificate was accepted for the application: check how it signs in'],
  [90002, 'the tenant is unknown: check the tenant id and, for another cloud, the authority'],
  [900021, 'the tenant is unknown: check the tenant id'],
  [900023, 'the tenant id is neither a GUID nor a domain: check the tenant id'],
  [50059, 'the tenant is missing: check the tenant id'],
  [700016, 'the application is unknown in this tenant: check the client id and the tenant id'],
  [700021, 'the certificate was used for another application: check the client id'],
  [700023, 'the sign-in was meant for another authority: check the authority'],
  [700024, "the signed assertion is not within its time: this machine's clock is wrong, set it (NTP)"],
  [700027, 'the certificate is not known to the application, or has expired: upload it at the app registration'],
  [500011, 'the resource is unknown in this tenant: check the endpoint, and that it belongs to the same cloud'],
  [70011, 'the scope is not valid: check the endpoint'],
  [1002012, 'the scope is not valid: check the endpoint'],
  [53003, 'a conditional access policy forbids the sign-in: ask the administrator of the tenant'],
  [90033, 'the sign-in service has a passing fault: it is asked again later'],
  [50196, 'too many sign-ins in a short time: it is asked again later'],
]);

/** What the token endpoint's refusal means and what to do, on one line. */
export function refusalText(status: number, body: unknown): string {
  const fields = fieldsOf(body);
  const description = fields?.text('error_description', 600) ?? '';
  const codes = fields?.raw('error_codes');
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const code = typeof first === 'number' ? first : Number(/AADSTS(\d{4,8})/.exec(description)?.[1]);
  const meaning = meanings.get(code);
  if (meaning !== undefined) return `${meaning} (AADSTS${code})`;
  const error = fields?.text('error', 80) ?? '';
  const told = firstSentence(description) || error || 'no reason told';
  return `refused with HTTP ${status}: ${told}; check the sign-in settings`;
}

const firstSentence = (text: string): string => cleanText(/^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text, 240);
