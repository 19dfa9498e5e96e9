/** All layouts. Adding one is adding a row. */
import type { Layout } from '../carrier.ts';
import { eos } from './eos.ts';
import { iosxr } from './iosxr.ts';
import { junos } from './junos.ts';
import type { RouterLayout } from './layout.ts';
import { nxos } from './nxos.ts';
import { sros } from './sros.ts';
import { vrp } from './vrp.ts';
import { vyos } from './vyos.ts';

/** How each software presents a router. */
export const LAYOUTS: Readonly<Record<Layout, RouterLayout>> = { junos, iosxr, sros, eos, vrp, nxos, vyos };
