import { afterAll, beforeAll, describe, inject } from 'vitest';
import { buildLab, type Lab, type LabOptions } from './lab.ts';
import type {} from './ready.ts';

/** A group of tests on one lab, built before the first and taken away after the last. Left out where no lab can stand. */
export function labSuite(name: string, options: LabOptions, define: (lab: () => Lab) => void): void {
  describe.skipIf(inject('missing').length > 0)(name, () => {
    let built: Lab | null = null;
    beforeAll(async () => {
      built = await buildLab(options);
    });
    afterAll(async () => {
      await built?.end();
    });
    define(() => {
      if (built === null) throw new Error('the lab has not been built');
      return built;
    });
  });
}

/** Prints a measured figure: figures are told, not asserted. */
export const tell = (text: string): void => void process.stdout.write(`${text}\n`);

/** A share in words: 0.05 is 5.0 %. */
export const percent = (share: number): string => (Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : 'none');
