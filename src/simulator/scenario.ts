/** The scenarios that there are, and whether what they name exists. */
import * as z from 'zod';
import { buildCarrier, type Carrier } from './carrier.ts';
import { LAYOUTS } from './layouts/layouts.ts';
import { subjectsAtMicrosoft } from './microsoft/events.ts';
import { type Action, type Scenario, scenarioSchema } from './scenario-file.ts';
import bgpV6OnlyDown from './scenarios/bgp-v6-only-down.json' with { type: 'json' };
import bothOnOneRouter from './scenarios/both-on-one-router.json' with { type: 'json' };
import calm from './scenarios/calm.json' with { type: 'json' };
import congestedSibling from './scenarios/congested-sibling.json' with { type: 'json' };
import counterReset from './scenarios/counter-reset.json' with { type: 'json' };
import disagreeingWitnesses from './scenarios/disagreeing-witnesses.json' with { type: 'json' };
import drained from './scenarios/drained.json' with { type: 'json' };
import hijackEvent from './scenarios/hijack-event.json' with { type: 'json' };
import ifindexRenumber from './scenarios/ifindex-renumber.json' with { type: 'json' };
import lagMemberFlap from './scenarios/lag-member-flap.json' with { type: 'json' };
import maintenanceNotice from './scenarios/maintenance-notice.json' with { type: 'json' };
import opticsDegrade from './scenarios/optics-degrade.json' with { type: 'json' };
import provisioning from './scenarios/provisioning.json' with { type: 'json' };
import routerDark from './scenarios/router-dark.json' with { type: 'json' };
import silentHalf from './scenarios/silent-half.json' with { type: 'json' };
import slow from './scenarios/slow.json' with { type: 'json' };
import throttled from './scenarios/throttled.json' with { type: 'json' };
import tokenExpired from './scenarios/token-expired.json' with { type: 'json' };

const subjectsOf = (carrier: Carrier, event: Action): readonly [kind: string, name: string, known: boolean][] => {
  switch (event.do) {
    case 'member':
    case 'errors':
    case 'light':
    case 'module': {
      const pni = carrier.pnis.find(({ id }) => id === event.pni);
      const members = event.do === 'member' ? (event.members ?? []) : [event.member];
      return [
        ['PNI', event.pni, pni !== undefined],
        ...members.map((name): [string, string, boolean] => ['member', name, pni?.members.includes(name) ?? false]),
      ];
    }
    case 'session':
    case 'drain':
    case 'undrain':
      return [['PNI', event.pni, carrier.pnis.some(({ id }) => id === event.pni)]];
    case 'answers':
    case 'restart':
    case 'renumber':
      return [['router', event.router, carrier.routers.some(({ name }) => name === event.router)]];
    case 'demand':
      return [['metro', event.metro, carrier.metros.some(({ name }) => name === event.metro)]];
    default:
      return subjectsAtMicrosoft(carrier, event);
  }
};

/** Checks a scenario's data, and that everything it names exists. Throws an `Error` that says what is wrong. */
export const parseScenario = (data: unknown): { readonly scenario: Scenario; readonly carrier: Carrier } => {
  const parsed = scenarioSchema.safeParse(data);
  if (!parsed.success) throw new Error(`Not a scenario:\n${z.prettifyError(parsed.error)}`);
  const scenario = parsed.data;
  const carrier = buildCarrier(LAYOUTS, scenario.rehomed);
  for (const [i, event] of scenario.events.entries()) {
    for (const [kind, name, known] of subjectsOf(carrier, event)) {
      if (!known)
        throw new Error(`Scenario ${scenario.name}, event ${i + 1} (${event.do}): there is no ${kind} ${name}.`);
    }
    if (scenario.repeat !== undefined && event.at >= scenario.repeat) {
      throw new Error(
        `Scenario ${scenario.name}, event ${i + 1} (${event.do}): it comes after the scenario starts over.`,
      );
    }
  }
  return { scenario, carrier };
};

/** The scenarios that come with the program, as data, in the order of `demo --list`. */
export const SCENARIOS: readonly unknown[] = [
  calm,
  lagMemberFlap,
  opticsDegrade,
  routerDark,
  silentHalf,
  counterReset,
  ifindexRenumber,
  bgpV6OnlyDown,
  bothOnOneRouter,
  congestedSibling,
  drained,
  disagreeingWitnesses,
  provisioning,
  hijackEvent,
  maintenanceNotice,
  throttled,
  tokenExpired,
  slow,
];
