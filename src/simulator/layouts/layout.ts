/** What a router's software makes of a router. */
import type { Names } from '../carrier.ts';
import type { MibObject } from '../mib.ts';
import type { Hardware, Ports } from '../ports.ts';
import type { Shape, View } from '../tables/view.ts';

/** One MIB, or a part of one, of a router. */
type Table = (shape: Shape) => MibObject<View>[];

/** The way in which one software presents a router. */
export interface RouterLayout {
  readonly names: Names;
  /** Of its LAGs, by IANAifType-MIB. */
  readonly types: { readonly lag: number };
  /** Its rows in the interface tables, with their numbers. */
  readonly ports: (hardware: Hardware) => Ports;
  /** All that its agent answers, and no more. */
  readonly tables: readonly Table[];
  /** Where its BGP sessions are: what its agent may cease to answer while the rest goes on. */
  readonly sessionTables: readonly string[];
  /** Whether any table tells what a LAG consists of. */
  readonly tellsMembers: boolean;
}
