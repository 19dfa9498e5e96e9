import { expect, test } from 'vitest';
import { withheldTexts } from '../../../src/simulator/fleet.ts';
import { ROUTES } from '../../../src/simulator/microsoft/routes.ts';
import { APPLICATION, RESOURCE_GROUP, SUBSCRIPTION_ID } from '../../../src/simulator/microsoft/subscription.ts';
import { callerOf, signInForm, TOKEN_PATH } from './asking.ts';

const PEERINGS = ['ex-london', 'ex-singapore', 'ex-frankfurt-rs', 'ex-frankfurt-ix'];
const SECRET_FIELD = /^(md5AuthenticationKey|peeringServicePrefixKey|key|phone|tech_phone|sales_phone|access_token)$/;

const secretsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    SECRET_FIELD.test(key) && typeof inner === 'string' && inner !== '' ? [inner] : secretsIn(inner),
  );
};

test('every secret and every telephone number that is given out is in the list, and nothing else is', () => {
  const caller = callerOf('provisioning');
  const targets = ROUTES.filter(({ method }) => method === 'GET').flatMap(({ path }) =>
    PEERINGS.map(peering =>
      path
        .replace(':subscription', SUBSCRIPTION_ID)
        .replace(':group', RESOURCE_GROUP)
        .replace(':peering', peering)
        .replace(':service', 'ps-europe'),
    ),
  );
  const skip = Buffer.from('from 4').toString('base64url');
  const bodies = [
    ...targets.flatMap(target => [target, `${target}?$skipToken=${skip}`]).map(target => caller.get(target).body),
    ...['ex-ashburn', 'ex-new-york', 'ex-amsterdam', 'ex-chicago'].map(
      peering =>
        caller.get(
          targets.find(target => target.endsWith('/ex-london/registeredPrefixes'))?.replace('ex-london', peering) ?? '',
        ).body,
    ),
    ...['net', 'fac', 'netfac', 'poc', 'netixlan'].map(table => caller.put('GET', `/peeringdb/api/${table}`).body),
    caller.put('POST', TOKEN_PATH, signInForm()).body,
  ];
  const found = bodies.flatMap(secretsIn);
  const texts = withheldTexts();
  expect(found.filter(secret => !texts.some(text => secret.includes(text)))).toEqual([]);
  const given = [...found, APPLICATION.clientSecret];
  expect(texts.filter(text => !given.some(secret => secret.includes(text)))).toEqual([]);
});
