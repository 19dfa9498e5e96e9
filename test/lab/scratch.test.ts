import { test } from 'vitest';
import { buildLab } from './lab.ts';
import { startFlow } from './iperf.ts';
import { counted, bitRates } from './kernel-counters.ts';
import { startWatch } from './watch.ts';
import { writeConfiguration } from './peerdeck.ts';
test('x', async () => {
  const lab = await buildLab({ er2Refresh: 15 });
  try {
    const { er1, er2, folder } = lab;
    await startFlow({ from: er2.edge, to: er2.namespace, address: er2.own.ipv4, bitsPerSecond: 40e6, number: 0, folder });
    await startFlow({ from: er1.edge, to: er1.namespace, address: er1.own.ipv4, bitsPerSecond: 40e6, number: 1, folder });
    await new Promise(r => setTimeout(r, 2000));
    const before = [await counted(er1.near), await counted(er2.near)];
    const ws = [];
    for (const i of ['1s', '2s', '5s', '10s']) ws.push(await startWatch(await writeConfiguration(folder, 'w' + i, i, [{ name: er1.router, address: er1.management.ipv4 }, { name: er2.router, address: er2.management.ipv6 }])));
    await new Promise(r => setTimeout(r, 5000));
    const after = [await counted(er1.near), await counted(er2.near)];
    const truth = [bitRates(before[0]!, after[0]!), bitRates(before[1]!, after[1]!)];
    console.log(truth);
    for (const w of ws) for (const [k, id] of ['ams-er1/et0', 'ams-er2/et0'].entries()) {
      const t = truth[k]!.in;
      console.log(w.interval, id, (w.shown.get(id) ?? []).map(s => s.in === null ? '-' : ((s.in / t - 1) * 100).toFixed(1)).join(' '));
    }
    for (const w of ws) { w.stop(); console.log(w.interval, w.samples.length, w.samples.map(s => s.kind + JSON.stringify('failure' in s ? s.failure : '')).slice(0,8), w.picture().metros.length); }
  } finally {
    await lab.end();
  }
}, 180000);
