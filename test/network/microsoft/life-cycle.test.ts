import { describe, expect, it } from 'vitest';
import { lifeStage, type Phase } from '../../../src/network/microsoft/life-cycle.ts';

const phases: Readonly<Record<string, Phase>> = {
  None: 'unknown',
  PendingApproval: 'before-service',
  Approved: 'before-service',
  ProvisioningStarted: 'before-service',
  ProvisioningFailed: 'failed',
  ProvisioningCompleted: 'before-service',
  Validating: 'before-service',
  Active: 'in-service',
  TypeChangeRequested: 'changing',
  TypeChangeInProgress: 'changing',
  ExternalBlocker: 'blocked',
  PendingRemove: 'ending',
};

describe('a connection', () => {
  it.each(Object.entries(phases))('in state %s is %s, in any case', (state, phase) => {
    for (const word of [state, state.toLowerCase(), state.toUpperCase()]) {
      expect(lifeStage({ state: word }).phase).toBe(phase);
      expect(lifeStage({ state: word }).words).not.toBe('');
    }
  });

  it('in a state that nobody knows is in an unknown phase, and says so', () => {
    const inherited = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
    for (const state of ['Levitating', '', 'Active2', ' Active', ...inherited]) {
      expect(lifeStage({ state })).toEqual({ phase: 'unknown', words: 'a state that is not known here' });
    }
  });

  it('of which no state is told is in an unknown phase', () => {
    expect(lifeStage({ state: null })).toEqual({ phase: 'unknown', words: 'Microsoft tells no state' });
  });

  it('that validates says that carrying nothing is right, and one whose type changes that BGP will restart', () => {
    expect(lifeStage({ state: 'Validating' }).words).toContain('deny-all');
    expect(lifeStage({ state: 'TypeChangeRequested' }).words).toContain('restart');
  });

  it('that something outside holds up says whom to ask, and by what', () => {
    expect(lifeStage({ state: 'ExternalBlocker' }).words).toMatch(/ask Microsoft.*tracking id/);
  });
});
