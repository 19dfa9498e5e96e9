/** Runs every suite that needs no system package and says which ones it leaves out, and why. */
import { spawn } from 'node:child_process';

const leftOut = [
  ['test/lab', 'needs root, FRR, snmpd and iperf3', 'npm run test:lab'],
  ['test/recordings', 'needs snmpsim and recordings of real routers', 'npm run test:recordings'],
  ['test/contract', 'needs Prism and the specification', 'npm ci --prefix test/contract && npm run test:contract'],
];

const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
vitest.once('exit', (status, signal) => {
  for (const [suite, why, how] of leftOut) console.log(`left out: ${suite} (${why}; ${how})`);
  process.exitCode = signal === null ? (status ?? 1) : 1;
});
