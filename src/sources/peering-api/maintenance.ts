/** Reads events of Resource Health (docs/microsoft.md). */
import type { HealthNotice } from '../../network/microsoft/maintenance.ts';
import { htmlText } from './html-text.ts';
import { type Fields, type Records, recordsOf } from './json-door.ts';
import { resourceOf } from './resource.ts';

/** Longest text kept of an article, in characters. */
const longestArticle = 4000;

/** Notices of the subscription, of all services: who hears them chooses. */
export const noticesOf = (values: readonly unknown[]): Records<HealthNotice> => recordsOf(values, noticeOf);

function noticeOf(record: Fields): HealthNotice | null {
  const resource = resourceOf(record, 'event');
  const properties = record.fields('properties');
  const trackingId = properties.text('trackingId') ?? resource?.name ?? null;
  if (trackingId === null) return null;
  const impact = properties.objects('impact');
  const title = markup(properties.raw('title'), 300) ?? markup(properties.raw('header'), 300);
  return {
    trackingId,
    type: properties.text('eventType'),
    status: properties.text('status'),
    level: properties.text('level') ?? properties.text('eventLevel'),
    title: title ?? trackingId,
    text:
      markup(properties.fields('article').raw('articleContent'), longestArticle) ??
      markup(properties.raw('summary'), longestArticle) ??
      markup(properties.raw('header'), longestArticle) ??
      '',
    services: distinct(impact.map(part => part.text('impactedService'))),
    regions: distinct(
      impact.flatMap(part => part.objects('impactedRegions').map(region => region.text('impactedRegion'))),
    ),
    startsAt: properties.moment('impactStartTime'),
    endsAt: properties.moment('impactMitigationTime'),
    updatedAt: properties.moment('lastUpdateTime'),
  };
}

function markup(value: unknown, longest: number): string | null {
  const text = typeof value === 'string' ? htmlText(value, longest) : '';
  return text === '' ? null : text;
}

const distinct = (texts: readonly (string | null)[]): readonly string[] => [
  ...new Set(texts.filter(text => text !== null)),
];
