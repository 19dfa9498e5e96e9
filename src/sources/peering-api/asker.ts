/** Makes one call of any kind and reads its answer. */
import type { Answer, ApiFailure, ListState, Question, RequestIds } from '../../network/microsoft/answers.ts';
import type { HealthNotice } from '../../network/microsoft/maintenance.ts';
import type { Peering } from '../../network/microsoft/peerings.ts';
import { type Instant, instant } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import type { ArmClient, ArmReply } from './arm-client.ts';
import { CallFailed, failureOf } from './call-failed.ts';
import { wallTime } from './grant.ts';
import { fieldsOf, type Records, textOf } from './json-door.ts';
import { outputOf } from './looking-glass.ts';
import { noticesOf } from './maintenance.ts';
import { metricQuery } from './metric-calls.ts';
import { definedMetricsOf, documentedMetrics, metricsOf } from './metrics.ts';
import { type Bounds, readPages } from './paging.ts';
import { peerAsnsOf } from './peer-asns.ts';
import { peeringsOf } from './peerings.ts';
import type { ArmCall, MetricCall, ResourceCall, WholeCall } from './planned-call.ts';
import { registeredAsnsOf, registeredPrefixesOf, registeredPrefixOf, servicePrefixesOf } from './prefixes.ts';
import { peeringUrl, peeringVersion, resourceUrl, type Subscription } from './requests.ts';
import { routesOf } from './routes.ts';
import { servicesOf } from './services.ts';

/** An answer, with what Microsoft's support would ask for. */
export interface Answered {
  readonly answer: Answer;
  readonly ids: RequestIds | null;
}

/** A question that goes to Microsoft with one request. */
export type ArmQuestion = Exclude<Question, { readonly kind: 'routes' | 'contacts' }>;

/** Asks Microsoft. Everything rejects with CallFailed, and with nothing else. */
export interface Asker {
  planned(planned: ArmCall): Promise<Answered>;
  routes(id: string, prefix: string | null): Promise<Answered>;
  question(question: ArmQuestion): Promise<Answered>;
}

/** How far back notices of Resource Health are asked for. */
const noticesSince = 30 * 86_400_000;

/** A service whose events are refused is asked for them again after this. */
const refusedAgain = 3_600_000;

/** Notices of Service Health that are read: it tells of all of Azure. */
const mostNotices = 2000;

/** A list that changes while its pages are read may tell a peering twice: the later one counts. */
const eachOnce = (peerings: readonly Peering[]): readonly Peering[] => [
  ...new Map(peerings.map((each, at) => [each.id === null ? at : each.key, each])).values(),
];

/** An asker for one subscription. */
export function createAsker(arm: ArmClient, of: Subscription, clock: Clock): Asker {
  /** By service: the word for events is not documented (docs/microsoft.md), and may be refused. */
  const eventsRefused = new Map<string, { readonly until: Instant; readonly why: ApiFailure }>();

  function under(id: string | null, path: string, query: Readonly<Record<string, string>>): URL {
    const url = id === null ? null : resourceUrl(of, id, path, query);
    if (url === null)
      throw new CallFailed('refused', 'what is to be asked about has no usable resource id', 'nothing was sent');
    return url;
  }

  const versioned = (query: Readonly<Record<string, string>> = {}) => ({ 'api-version': peeringVersion, ...query });

  async function list<Item>(
    url: URL,
    read: (values: readonly unknown[]) => Records<Item>,
    answer: (items: readonly Item[], list: ListState) => Answer,
    urgent = false,
    bounds?: Bounds,
  ): Promise<Answered> {
    const { items, unreadable, cut, ids } = await readPages(arm, clock, url, read, urgent, bounds);
    return { answer: answer(items, { unreadable, cut }), ids };
  }

  function whole(planned: WholeCall): Promise<Answered> {
    const { call } = planned;
    switch (call) {
      case 'peerings': {
        const read = (values: readonly unknown[]) => peeringsOf(values, false);
        const answer = (peerings: readonly Peering[], state: ListState): Answer => ({
          call,
          peerings: eachOnce(peerings),
          list: state,
        });
        return list(peeringUrl(of, 'peerings'), read, answer, true);
      }
      case 'services':
        return list(peeringUrl(of, 'peeringServices'), servicesOf, (services, state) => ({
          call,
          services,
          list: state,
        }));
      case 'peer-asns':
        return list(peeringUrl(of, 'peerAsns'), peerAsnsOf, (asns, state) => ({ call, asns, list: state }));
      case 'health': {
        const since = new Date(wallTime(clock) - noticesSince);
        const query = {
          'api-version': '2022-10-01',
          queryStartTime: `${since.getUTCMonth() + 1}/${since.getUTCDate()}/${since.getUTCFullYear()}`,
        };
        const id = `/subscriptions/${of.subscriptionId}`;
        const url = under(id, '/providers/Microsoft.ResourceHealth/events', query);
        const answer = (notices: readonly HealthNotice[], state: ListState): Answer => ({ call, notices, list: state });
        return list(url, noticesOf, answer, false, { records: mostNotices });
      }
      default:
        return call satisfies never;
    }
  }

  async function resource(planned: ResourceCall): Promise<Answered> {
    const { call, id } = planned;
    switch (call) {
      case 'registered-prefixes':
        return await list(under(id, '/registeredPrefixes', versioned()), registeredPrefixesOf, (prefixes, state) => ({
          call,
          prefixes,
          list: state,
        }));
      case 'registered-asns':
        return await list(under(id, '/registeredAsns', versioned()), registeredAsnsOf, (asns, state) => ({
          call,
          asns,
          list: state,
        }));
      case 'service-prefixes':
        return await servicePrefixes(id);
      case 'metric-definitions': {
        const url = under(id, '/providers/Microsoft.Insights/metricDefinitions', { 'api-version': '2018-01-01' });
        const read = (values: readonly unknown[]) => ({ items: definedMetricsOf(values), unreadable: 0 });
        const { items, ids } = await readPages(arm, clock, url, read, false);
        const metrics = [...new Set(items)];
        // A list without a single known name is no list of a peering's metrics.
        return { answer: { call, metrics: metrics.length === 0 ? documentedMetrics : metrics }, ids };
      }
      default:
        return call satisfies never;
    }
  }

  async function servicePrefixes(id: string): Promise<Answered> {
    const ask = (
      query: Readonly<Record<string, string>>,
      untold: Pick<Extract<Answer, { readonly call: 'service-prefixes' }>, 'eventsUntold'>,
    ) =>
      list(under(id, '/prefixes', versioned(query)), servicePrefixesOf, (prefixes, state) => ({
        call: 'service-prefixes',
        prefixes,
        list: state,
        ...untold,
      }));
    const held = eventsRefused.get(id);
    if (held !== undefined && held.until > clock.now()) return await ask({}, { eventsUntold: held.why });
    try {
      const answered = await ask({ $expand: 'events' }, {});
      eventsRefused.delete(id);
      return answered;
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 400) throw error;
      const why = { ...failureOf(error), text: `the events of its prefixes are not told: ${error.message}` };
      // Only a refusal that names the word is worth sparing the next attempt.
      if (/expand|event/i.test(error.message))
        eventsRefused.set(id, { until: instant(clock.now() + refusedAgain), why });
      return await ask({}, { eventsUntold: why });
    }
  }

  async function metrics(planned: MetricCall): Promise<Answered> {
    const { query, frame } = metricQuery(planned, wallTime(clock));
    const url = under(planned.id, '/providers/Microsoft.Insights/metrics', query);
    const reply = await arm.request({ kind: 'read', url }, false);
    const answer = metricsOf(reply.body, frame);
    if (answer === null) throw noAnswer(reply);
    return { answer: { call: planned.call, metrics: answer }, ids: reply.ids };
  }

  return {
    planned: async planned => {
      switch (planned.call) {
        case 'traffic':
        case 'availability':
        case 'latency':
        case 'probes':
          return await metrics(planned);
        case 'legacy-peerings': {
          const { call, kind, location } = planned;
          const url = peeringUrl(of, 'legacyPeerings', { peeringLocation: location, kind });
          const read = (values: readonly unknown[]) => peeringsOf(values, true);
          return await list(url, read, (peerings, state) => ({ call, peerings, list: state }));
        }
        case 'registered-prefixes':
        case 'registered-asns':
        case 'service-prefixes':
        case 'metric-definitions':
          return await resource(planned);
        case 'peerings':
        case 'services':
        case 'peer-asns':
        case 'health':
          return await whole(planned);
        default:
          return planned satisfies never;
      }
    },
    routes: (id, prefix) => {
      const url = under(id, '/receivedRoutes', versioned(prefix === null ? {} : { prefix }));
      const answer = (routes: ReturnType<typeof routesOf>['items'], state: ListState): Answer => ({
        call: 'received-routes',
        routes,
        list: state,
      });
      return list(url, routesOf, answer, true);
    },
    question: async question => {
      switch (question.kind) {
        case 'looking-glass': {
          const reply = await arm.request({ ...question, of }, true);
          const output = outputOf(reply.body);
          if (output === null) throw noAnswer(reply);
          return { answer: { call: 'looking-glass', output }, ids: reply.ids };
        }
        case 'provider-availability': {
          const reply = await arm.request({ ...question, of }, true);
          const available = textOf(reply.body);
          if (available === null) throw noAnswer(reply);
          return { answer: { call: 'provider-availability', available }, ids: reply.ids };
        }
        case 'validate':
          return await validate(arm, of, question.prefix.id);
        default:
          return question satisfies never;
      }
    },
  };
}

/** Queues the validation of one registered prefix again: the only request of this program that changes something. */
async function validate(arm: ArmClient, of: Subscription, prefixId: string | null): Promise<Answered> {
  const reply = await arm.request({ kind: 'validate', of, prefixId: prefixId ?? '' }, true);
  const record = fieldsOf(reply.body);
  const validation = record === null ? null : (registeredPrefixOf(record)?.validation ?? null);
  return { answer: { call: 'validate', validation }, ids: reply.ids };
}

const noAnswer = (reply: ArmReply): CallFailed =>
  new CallFailed('garbage', 'the answer is JSON, but not what was asked for', 'check the endpoint', {
    status: 200,
    ids: reply.ids,
  });
