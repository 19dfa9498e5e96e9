/** Why a metro's verdict is what it is, in sentences for a person. */
import { ageText } from './age.ts';
import { emptyBelow } from './microsoft/witness.ts';
import type { RouterLoss } from './next-failure.ts';
import type { Pni } from './pni.ts';
import { byWeight, type Reason, type ReasonCode, type Weight } from './reasons.ts';
import type { Thresholds } from './settings.ts';
import type { SettledVerdict, Verdict } from './verdict.ts';

/** A router that stands here and may have PNIs that nobody knows of. */
export interface Unheard {
  readonly router: string;
  readonly why: string;
}

/** What the reasons of a metro are drawn from. */
interface Judged {
  readonly name: string;
  readonly pnis: readonly Pni[];
  readonly unheard: readonly Unheard[];
  readonly next: RouterLoss | null;
  readonly verdict: Verdict;
  /** The verdict if everything that is not known turns out well, and if it all turns out badly. */
  readonly best: SettledVerdict;
  readonly worst: SettledVerdict;
  readonly thresholds: Thresholds;
}

type Add = (code: ReasonCode, weight: Weight, subject: string, text: string) => void;

const stateWords = {
  down: { code: 'pni-down', weight: 'bad' },
  degraded: { code: 'pni-degraded', weight: 'warn' },
  shut: { code: 'pni-shut', weight: 'info' },
  drained: { code: 'pni-shut', weight: 'info' },
  draining: { code: 'pni-shut', weight: 'info' },
  unknown: { code: 'pni-unknown', weight: 'unknown' },
} as const satisfies Record<Exclude<Pni['state'], 'up'>, { readonly code: ReasonCode; readonly weight: Weight }>;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
/** Damaged frames on a PNI in a second that are worth a line. */
const noticedErrors = 1;
/** Frames dropped on a PNI in a second that are worth a line. */
const noticedDiscards = 1;

function verdictReasons({ name, pnis, verdict, best, worst }: Judged, add: Add): void {
  const usable = pnis.filter(pni => pni.usable === true && pni.provisioning === false);
  const [router, ...others] = new Set(usable.map(pni => pni.chassis));
  if (pnis.length === 0) add('no-pni', 'unknown', name, 'no PNI is known here yet');
  else if (pnis.every(pni => pni.provisioning === true))
    add('no-pni', 'unknown', name, 'no PNI here is in service yet');
  else if (verdict === 'down') add('no-usable-pni', 'bad', name, 'no PNI carries traffic');
  else if (verdict === 'unknown' && best === worst)
    add('stale', 'unknown', name, "whether any PNI here is in service is not known: Microsoft's list is too old");
  else if (verdict === 'unknown')
    add('stale', 'unknown', name, `${best} if what is not known is well, ${worst} if not`);
  else if (router !== undefined && others.length === 0) {
    const which = usable.map(pni => pni.interface).join(', ');
    const all = pnis.every(pni => pni.chassis === router);
    const text = all
      ? `every PNI here is on one router: ${router} (${which})`
      : `one router left: ${router} carries ${which}`;
    add('one-router', 'risk', router, text);
  }
}

function unheardReasons({ unheard, pnis }: Judged, add: Add): void {
  for (const { router, why } of unheard) {
    add(
      'router-unreachable',
      'unknown',
      router,
      `${why}: whether it has ${pnis.some(pni => pni.router === router) ? 'further PNIs or sessions' : 'PNIs'} here is not known`,
    );
  }
}

/** What is said of a PNI beside its state: it foretells what comes next. */
const foretells: ReadonlySet<ReasonCode> = new Set([
  'optic-dark',
  'optic-alarm',
  'bfd-down',
  'provisioning-failed',
  'connection-changing',
  'maintenance',
]);

/** What is said of a PNI that Microsoft still builds: that, and nothing that is normal meanwhile. */
const ofBuilding: ReadonlySet<ReasonCode> = new Set(['provisioning', 'provisioning-failed']);

/** Why a metro may be unknown although every router answers: what carries little may not be in service yet. */
function doubtOfService({ id, provisioning, microsoft }: Pni, add: Add): void {
  if (provisioning !== null || microsoft === null) return;
  const state = microsoft.connection.state ?? 'not in service';
  const why = microsoft.stale
    ? `Microsoft called it ${state} ${ageText(microsoft.age)} ago, and has not been heard since`
    : `Microsoft calls it ${state}, and its rate is not known yet`;
  add('provisioning', 'unknown', id, `it is not known whether ${id} is in service: ${why}`);
}

function pniReasons(pnis: readonly Pni[], add: Add): void {
  for (const pni of pnis) {
    doubtOfService(pni, add);
    if (pni.provisioning === true) {
      for (const { code, weight, text } of pni.reasons)
        if (ofBuilding.has(code)) add(code, weight, pni.id, `${pni.id} is not in service yet: ${text}`);
      continue;
    }
    if (pni.state === 'up') {
      for (const { code, weight, text } of pni.reasons)
        if (foretells.has(code)) add(code, weight, pni.id, `${pni.id}: ${text}`);
      continue;
    }
    const { code, weight } = stateWords[pni.state];
    const why = pni.reasons[0]?.text ?? '';
    add(code, weight, pni.id, why === '' ? `${pni.id} is ${pni.state}` : `${pni.id} ${pni.state}: ${why}`);
  }
}

/** Light and BFD of a PNI that is not up, after what is wrong with those that carry its traffic now: one line each. */
function signsBesides(pnis: readonly Pni[], add: Add): void {
  for (const pni of pnis) {
    if (pni.state === 'up' || pni.provisioning === true) continue;
    const [first, ...more] = pni.reasons.slice(1).filter(reason => foretells.has(reason.code));
    if (first === undefined) continue;
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    add(first.code, first.weight, pni.id, `${pni.id}: ${first.text}${others}`);
  }
}

/** Where the two witnesses of a PNI differ: one line each, for the second session mostly says what the first does. */
function disagreements(pnis: readonly Pni[], add: Add): void {
  for (const pni of pnis) {
    const [first, ...more] = pni.reasons.filter(reason => reason.code === 'witnesses-disagree');
    if (first === undefined || pni.provisioning === true) continue;
    const others =
      more.length === 0 ? '' : `, and of ${more.length === 1 ? 'its other session' : `${more.length} others`}`;
    add(first.code, first.weight, pni.id, `${pni.id}: ${first.text}${others}`);
  }
}

/** Without a load there is no forecast, and this says why. */
function unknownLoads({ name, pnis }: Judged, add: Add): void {
  const without = pnis.filter(pni => pni.usable === true && pni.load === null);
  const why = new Set(without.flatMap(pni => pni.voided ?? []));
  if (without.length > 0) {
    const which = without.length === pnis.length ? 'any PNI' : without.map(pni => pni.id).join(', ');
    const text = `no rate of ${which} is known yet`;
    add(
      'load-unknown',
      'unknown',
      name,
      `${text}${why.size === 0 ? '' : ` (${[...why].join(', ')})`}: what a loss would do cannot be told`,
    );
  }
  for (const pni of pnis) {
    if (pni.usable === true && pni.activeCapacity === null)
      add('load-unknown', 'unknown', pni.id, `the capacity of ${pni.id} is not known`);
  }
}

function loadReasons({ pnis, next, thresholds }: Judged, add: Add): void {
  const { utilizationWarn, utilizationHard, utilizationLimit } = thresholds;
  const full = next?.maxUtilization ?? null;
  if (next !== null && full !== null && full > utilizationHard) {
    const text = `without ${next.target} the fullest PNI left would be at ${percent(full)}`;
    add('n-1-overload', full > utilizationLimit ? 'risk' : 'warn', next.target, text);
  }
  for (const pni of pnis) {
    if (pni.utilization !== null && pni.utilization > utilizationWarn) {
      const text = `${pni.id} is ${percent(pni.utilization)} full`;
      add('hot', pni.utilization > utilizationLimit ? 'risk' : 'warn', pni.id, text);
    }
    const damaged = (pni.rates?.inErrors ?? 0) + (pni.rates?.outErrors ?? 0);
    if (damaged >= noticedErrors) {
      add('errors', 'warn', pni.id, `${pni.id} has ${Math.round(damaged)} damaged frames a second`);
    }
    const dropped = (pni.rates?.inDiscards ?? 0) + (pni.rates?.outDiscards ?? 0);
    if (dropped >= noticedDiscards) {
      add('discards', 'warn', pni.id, `${pni.id} drops ${Math.round(dropped)} frames a second`);
    }
  }
}

/** Siblings that carry this many times the floor make an empty link conspicuous. */
const conspicuous = 10;

function idleReasons({ pnis }: Judged, add: Add): void {
  const floorOf = (pni: Pni): number => emptyBelow(pni.activeCapacity);
  const carried = (pni: Pni): number | null => (pni.rates === null ? null : Math.max(pni.rates.in, pni.rates.out));
  for (const pni of pnis) {
    const own = carried(pni);
    if (pni.usable !== true || pni.provisioning !== false || own === null || own >= floorOf(pni)) continue;
    const others = pnis.filter(each => each !== pni).reduce((sum, each) => sum + (carried(each) ?? 0), 0);
    if (others > conspicuous * floorOf(pni))
      add('idle', 'info', pni.id, `${pni.id} is up and carries nothing, beside siblings that do: drained?`);
  }
}

/** Codes by which a verdict says itself why it is so. */
const ofVerdict: ReadonlySet<ReasonCode> = new Set(['no-pni', 'no-usable-pni', 'stale', 'one-router']);

/** The reasons of a metro with more that come from elsewhere: what the verdict says by itself stays first. */
export function withFurther(reasons: readonly Reason[], further: readonly Reason[]): readonly Reason[] {
  const [first, ...rest] = reasons;
  return first !== undefined && ofVerdict.has(first.code)
    ? [first, ...byWeight([...rest, ...further])]
    : byWeight([...reasons, ...further]);
}

/** The reasons of one metro: first what the verdict says by itself, then what lies behind it. */
export function reasonsOf(judged: Judged): readonly Reason[] {
  const listTo =
    (list: Reason[]): Add =>
    (code, weight, subject, text) =>
      void list.push({ code, weight, subject, text });
  const first: Reason[] = [];
  verdictReasons(judged, listTo(first));
  const behind: Reason[] = [];
  unheardReasons(judged, listTo(behind));
  pniReasons(judged.pnis, listTo(behind));
  unknownLoads(judged, listTo(behind));
  loadReasons(judged, listTo(behind));
  idleReasons(judged, listTo(behind));
  signsBesides(judged.pnis, listTo(behind));
  disagreements(judged.pnis, listTo(behind));
  return [...first, ...byWeight(behind)];
}
