import { describe, expect, test } from 'vitest';
import { instant, millis } from '../../../src/network/units.ts';
import { definedMetricsOf, metricsOf } from '../../../src/sources/peering-api/metrics.ts';

describe('metrics', () => {
  const frame = { grain: millis(300_000), from: instant(0), to: instant(3_600_000) };
  const series = (name: string, data: readonly unknown[], more: object = {}) => ({
    name: { value: name },
    errorCode: 'Success',
    timeseries: [{ metadatavalues: [{ name: { value: 'ConnectionId' }, value: 'ABC' }], data }],
    ...more,
  });
  const at = (minute: number) => `2025-01-01T00:0${minute}:00Z`;

  test('a point without a value is missing, not 0; flaps are totals, all else averages', () => {
    const answer = metricsOf(
      {
        timespan: '2025-01-01T00:00:00Z/2025-01-01T01:00:00Z',
        interval: 'PT5M',
        value: [
          series('FlapCounts', [{ timeStamp: at(0), total: 2, average: 9 }, { timeStamp: at(5) }]),
          series('EgressTrafficRate', [
            { timeStamp: at(5), average: 1, total: 7 },
            { timeStamp: at(0), average: 0 },
          ]),
          series('SomethingNew', [{ timeStamp: at(0), average: 1 }]),
          series('PacketDropRate', [], { errorCode: 'InternalError', errorMessage: 'no data' }),
        ],
      },
      frame,
    );
    expect(answer?.series.map(({ metric, points }) => [metric, points.map(({ value }) => value)])).toEqual([
      ['FlapCounts', [2]],
      ['EgressTrafficRate', [0, 1]],
      ['PacketDropRate', []],
    ]);
    expect(answer?.series[0]?.dimensions).toEqual({ connectionid: 'ABC' });
    expect(answer?.refused).toEqual([{ metric: 'PacketDropRate', why: 'no data' }]);
    expect(answer).toMatchObject({ grain: 300_000, from: Date.parse(at(0)) });
  });

  test.each([
    ['EgressTrafficRate', 'BitsPerSecond', 5],
    ['EgressTrafficRate', 'BytesPerSecond', 40],
    ['PacketDropRate', 'bitspersecond', 5],
    ['RegisteredPrefixLatency', 'MilliSeconds', 5],
    ['RegisteredPrefixLatency', 'Seconds', 5000],
    ['SessionAvailability', 'Count', 5],
    ['SessionAvailability', 'Percent', 0.05],
  ])('%s told in %s is %d', (name, unit, expected) => {
    const answer = metricsOf({ value: [series(name, [{ timeStamp: at(0), average: 5 }], { unit })] }, frame);
    expect(answer?.series[0]?.points[0]?.value).toBeCloseTo(expected);
    expect(answer?.refused).toEqual([]);
  });

  test('told in a unit of something else is not shown as what it is not, and said', () => {
    const body = { value: [series('PacketDropRate', [{ timeStamp: at(0), average: 5 }], { unit: 'CountPerSecond' })] };
    expect(metricsOf(body, frame)).toMatchObject({
      series: [],
      refused: [
        { metric: 'PacketDropRate', why: 'it is told in CountPerSecond, which is not what it is documented in' },
      ],
    });
  });

  test('what the answer does not repeat is as asked; definitions are those that are known', () => {
    expect(metricsOf({ value: [] }, frame)).toMatchObject({ ...frame, series: [] });
    expect(metricsOf({ error: {} }, frame)).toBeNull();
    expect(definedMetricsOf([{ name: { value: 'flapcounts' } }, { name: { value: 'New' } }, 7])).toEqual([
      'FlapCounts',
    ]);
  });
});
