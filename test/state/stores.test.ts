import { describe, expect, it } from 'vitest';
import { createEventLog } from '../../src/state/event-log.ts';
import { createFleetStore } from '../../src/state/fleet-store.ts';
import { twoRouters } from '../network/pretend-carrier.ts';

const id = 'ams-er1/ae0';

describe('the fleet store', () => {
  it('holds what the reducer makes of the samples', () => {
    const carrier = twoRouters().settle();
    const store = createFleetStore(carrier.settings);
    for (const sample of carrier.samples) store.getState().apply(sample);
    expect(store.getState().fleet).toEqual(carrier.fleet);
  });
});

describe('the event log', () => {
  it('tells nothing of the first picture, and keeps what changes from then on', () => {
    const carrier = twoRouters().settle();
    const log = createEventLog();
    log.getState().observe(carrier.picture());
    expect(log.getState().events).toEqual([]);
    carrier.session(id, 'ipv6').state = 'idle';
    log.getState().observe(carrier.poll().picture());
    expect(log.getState().events.map(event => event.code)).toEqual(['session', 'pni', 'metro']);
    const kept = log.getState().events;
    log.getState().observe(carrier.poll().picture());
    expect(log.getState().events).toBe(kept);
  });

  it('remembers what was known before a silence', () => {
    const carrier = twoRouters().settle();
    const log = createEventLog();
    const look = (): void => log.getState().observe(carrier.picture());
    look();
    carrier.router().silent.add('all');
    for (let poll = 0; poll < 3; poll++) {
      carrier.poll();
      look();
    }
    carrier.router().silent.clear();
    carrier.session(id, 'ipv4').listed = false;
    carrier.poll();
    look();
    const session = log.getState().events.find(event => event.code === 'session');
    expect(session).toMatchObject({ from: 'established', to: 'missing' });
  });

  it('is bounded', () => {
    const carrier = twoRouters().settle();
    const log = createEventLog();
    for (let change = 0; change < 1400; change++) {
      carrier.session(id, 'ipv6').state = change % 2 === 0 ? 'idle' : 'established';
      log.getState().observe(carrier.poll().picture());
    }
    const { events } = log.getState();
    expect(events).toHaveLength(2000);
    expect(events.at(-1)?.at).toBe(carrier.now);
  });
});
