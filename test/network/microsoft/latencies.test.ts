import { describe, expect, it } from 'vitest';
import { latencyRows } from '../../../src/network/microsoft/latencies.ts';
import type { MetricSeries } from '../../../src/network/microsoft/metrics.ts';
import { instant, millis } from '../../../src/network/units.ts';
import { listOf, metricAnswer, peering, series } from './microsoft-samples.ts';
import { twoEnds } from './two-ends.ts';

const hour = 3_600_000;
const times = { grain: millis(hour), from: instant(0), to: instant(4 * hour) };

/** The rows when one location has told these series. */
function rows(latency: readonly MetricSeries[] | null, probes: readonly MetricSeries[] | null = null) {
  const carrier = twoEnds().settle();
  carrier.told(listOf([carrier.peering(), peering({ name: 'lon', location: 'London' })]));
  const { key } = carrier.peering();
  if (latency !== null) carrier.told({ call: 'latency', metrics: metricAnswer(latency, times) }, key);
  if (probes !== null) carrier.told({ call: 'probes', metrics: metricAnswer(probes, times) }, key);
  return latencyRows(carrier.side());
}

describe('latency as Microsoft measures it', () => {
  it('has no row where nothing was told', () => {
    expect(rows(null)).toEqual([]);
    expect(rows([])).toEqual([]);
    expect(rows([series('IngressTrafficRate', {}, [0, 5])])).toEqual([]);
  });

  it('has a row for each prefix and each customer, with the newest value and where it is of', () => {
    const told = [
      series('RegisteredPrefixLatency', { registeredprefixname: 'web' }, [0, 10], [hour, 11], [2 * hour, 12]),
      series('AverageCustomerPrefixLatency', { registeredasnname: 'AS64500' }, [hour, 30]),
    ];
    expect(rows(told)).toEqual([
      {
        peering: 'ams-er1-ae0',
        metro: 'Amsterdam',
        what: 'web',
        kind: 'prefix',
        latency: 12,
        jitter: null,
        availability: null,
        at: 2 * hour,
        trend: [10, 11, 12, null],
      },
      expect.objectContaining({ what: 'AS64500', kind: 'customer', latency: 30, trend: [null, 30, null, null] }),
    ]);
  });

  it('keeps a gap a gap, and never makes it 0', () => {
    const [row] = rows([series('RegisteredPrefixLatency', { name: 'web' }, [0, 10], [3 * hour, 13])]);
    expect(row).toMatchObject({ latency: 13, at: 3 * hour, trend: [10, null, null, 13] });
  });

  it('lays the intervals where the points lie, not where the question began', () => {
    const half = hour / 2;
    const [row] = rows([series('RegisteredPrefixLatency', { name: 'web' }, [half + hour, 11], [half + 3 * hour, 13])]);
    expect(row?.trend).toEqual([null, 11, null, 13]);
  });

  it('has no value for a series without a point', () => {
    const [row] = rows([series('RegisteredPrefixLatency', {})]);
    expect(row).toMatchObject({ what: '', latency: null, at: null, trend: [null, null, null, null] });
  });

  it('of a probe comes with its jitter and the part that was answered, by protocol', () => {
    const told = [
      series('ConnectivityProbeLatency', { protocol: 'ICMP' }, [0, 5], [hour, 6]),
      series('ConnectivityProbeJitter', { protocol: 'ICMP' }, [hour, 1]),
      series('ConnectivityProbeAvailability', { protocol: 'ICMP' }, [hour, 99.5]),
      series('ConnectivityProbeAvailability', { protocol: 'TCP' }, [hour, 0]),
    ];
    expect(rows(null, told)).toMatchObject([
      { kind: 'probe', what: 'ICMP', latency: 6, jitter: 1, availability: 99.5, trend: [5, 6, null, null] },
      { kind: 'probe', what: 'TCP', latency: null, jitter: null, availability: 0, at: hour },
    ]);
  });

  it('of a probe that is not answered any more is not told, whatever it was before', () => {
    const told = [
      series('ConnectivityProbeLatency', { protocol: 'ICMP' }, [0, 12.5]),
      series('ConnectivityProbeAvailability', { protocol: 'ICMP' }, [0, 100], [4 * hour, 0]),
    ];
    expect(rows(null, told)).toMatchObject([{ latency: null, availability: 0, at: 4 * hour }]);
  });

  it('at a location without a PNI of ours is told under the name that Microsoft has', () => {
    const carrier = twoEnds()
      .settle()
      .told(listOf([peering({ name: 'lon', location: 'London' })]));
    const told = metricAnswer([series('RegisteredPrefixLatency', { name: 'web' }, [0, 9])], times);
    carrier.told({ call: 'latency', metrics: told }, '/peerings/lon');
    expect(latencyRows(carrier.side())).toMatchObject([{ peering: 'lon', metro: 'London' }]);
  });

  it('has a bounded trend, however fine the grain', () => {
    const carrier = twoEnds().settle();
    carrier.told(listOf([carrier.peering()]));
    const told = metricAnswer([series('RegisteredPrefixLatency', { name: 'web' }, [0, 9])], {
      grain: millis(0),
      to: instant(1e9),
    });
    carrier.told({ call: 'latency', metrics: told }, carrier.peering().key);
    expect(latencyRows(carrier.side())[0]?.trend).toHaveLength(500);
  });
});
