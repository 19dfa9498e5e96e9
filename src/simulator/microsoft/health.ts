/** Azure Service Health: notices of announced work and of trouble. */
import type { World } from '../world.ts';
import type { JsonObject } from './json.ts';
import { msAt, secondsText } from './moments.ts';
import type { Notice } from './state.ts';
import { SUBSCRIPTION_ID } from './subscription.ts';

const eventOf = (world: World, notice: Notice): JsonObject => {
  const moment = (tick: number): string => secondsText(msAt(world, tick));
  const over = notice.until !== null && notice.until <= world.tick;
  const status = over ? 'Resolved' : 'Active';
  return {
    id: `/providers/Microsoft.ResourceHealth/events/${notice.id}`,
    name: notice.id,
    type: '/providers/Microsoft.ResourceHealth/events',
    properties: {
      eventType: notice.type,
      eventSource: 'ResourceHealth',
      status,
      title: notice.title,
      summary: notice.article,
      header: notice.title,
      article: { articleContent: notice.article },
      level: 'Warning',
      eventLevel: 'Informational',
      impactStartTime: moment(notice.from),
      ...(notice.until === null ? {} : { impactMitigationTime: moment(notice.until) }),
      impact: [
        {
          impactedService: notice.service,
          impactedRegions: [
            {
              impactedRegion: notice.region,
              status,
              impactedSubscriptions: [SUBSCRIPTION_ID],
              impactedTenants: [],
              lastUpdateTime: moment(notice.at),
            },
          ],
        },
      ],
      isHIR: false,
      enableMicrosoftSupport: true,
      enableChatWithUs: false,
      priority: 2,
      lastUpdateTime: moment(notice.at),
      hirStage: over ? 'resolved' : 'active',
    },
  };
};

const EQUALS = /(service|region|eventType)\s+eq\s+'([^']*)'/gi;

const fieldOf = (notice: Notice, name: string): string => {
  switch (name.toLowerCase()) {
    case 'service':
      return notice.service;
    case 'region':
      return notice.region;
    default:
      return notice.type;
  }
};

/** All notices, or those of which one condition of the filter is true: the documented filters are joined by `or`. */
export const healthEvents = (world: World, filter: string | null): JsonObject[] => {
  const wanted = [...(filter ?? '').matchAll(EQUALS)];
  return world.microsoft.notices
    .filter(
      notice =>
        wanted.length === 0 ||
        wanted.some(([, name = '', value = '']) => fieldOf(notice, name).toLowerCase() === value.toLowerCase()),
    )
    .map(notice => eventOf(world, notice));
};
