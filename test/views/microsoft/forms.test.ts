/** Forms as a person fills them in: key by key, and what they lead to. */
import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/network/units.ts';
import type { Key } from '../../../src/terminal/keys.ts';
import { openForm } from '../../../src/views/form-prompt.ts';
import { forms } from '../../../src/views/forms.ts';
import type { Console } from '../../screens/console.ts';
import {
  answer,
  bottom,
  first,
  form,
  linesWith,
  openOn,
  place,
  second,
  told,
  type,
  web,
  withoutMicrosoft,
} from './story.ts';

/** A console with a form open by its key. */
function opened(key: Key, on = told()): Console {
  const open = openOn(on);
  open.press(key);
  return open;
}

describe('a form', () => {
  it('completes several names with commas, and takes them', () => {
    const open = opened('n');
    answer(open, 'M-7');
    type(open, 'amst');
    open.press('tab');
    type(open, ', ams-er2/');
    open.press('tab');
    expect(form(open).text).toBe(`Amsterdam, ${second}`);
    open.press('enter');
    expect(form(open).answers).toEqual(['M-7', `Amsterdam, ${second}`]);
  });

  it('keeps its question while the answer is no good, and says why', () => {
    const open = opened('n');
    answer(open, 'M-7', 'Oslo');
    expect(form(open)).toMatchObject({ answers: ['M-7'], text: 'Oslo' });
    expect(bottom(open)).toContain('nothing here is called Oslo');
    expect(open.effects).toEqual([]);
  });

  it('shows the answers so far, the question, and which of how many it is', () => {
    const open = opened('n');
    expect(bottom(open)).toMatch(/^ maintenance id: +Enter takes {3}Tab completes {3}Esc leaves$/);
    answer(open, 'M-7', first);
    expect(open.text()).toContain('write down a maintenance notice 3 of 7   2026-11-20 22:00');
    expect(linesWith(open, 'maintenance id')).toEqual([expect.stringMatching(/^maintenance id +M-7$/)]);
    expect(bottom(open)).toMatch(/^ begins \(UTC\):/);
  });

  it('goes back with Backspace on nothing, to the answer before as it was typed, and then leaves', () => {
    const open = opened('L');
    answer(open, 'ping', 'EdgeSite');
    type(open, 'A');
    open.press('backspace');
    expect(form(open)).toMatchObject({ answers: ['ping', 'EdgeSite'], text: '' });
    open.press('backspace');
    expect(form(open)).toMatchObject({ answers: ['ping'], text: 'EdgeSite' });
    open.press('ctrl-u', 'backspace');
    expect(form(open)).toMatchObject({ answers: [], text: 'ping' });
    open.press('ctrl-u', 'backspace');
    expect(open.model().screen.prompt).toBeNull();
    expect(open.effects).toEqual([]);
  });

  it.each(['escape', 'ctrl-c', 'ctrl-g'] as const)('is left with %s, and nothing is asked', key => {
    const open = opened('L');
    answer(open, 'Ping', 'EdgeSite', 'Amsterdam');
    open.press(key);
    expect(open.model().screen.prompt).toBeNull();
    expect(open.effects).toEqual([]);
    expect(place(open)).toEqual({ pane: 'overview' });
  });

  it('takes a paste as an answer, and no more than its first line runs', () => {
    const open = opened('C');
    open.paste(web);
    expect(form(open).text).toBe(web);
    expect(open.effects).toEqual([]);
  });
});

describe('what a form leads to is', () => {
  const keysOf = (effect: Console['effects'][number] | undefined) =>
    effect?.kind === 'ask' && effect.question.kind === 'routes'
      ? { prefix: effect.question.prefix, peerings: effect.question.peerings.map(each => each.key) }
      : null;

  it('a question for the peering that a prefix is registered under', () => {
    const open = opened('C');
    answer(open, ' 203.0.113.77/24');
    expect(open.effects.map(keysOf)).toEqual([{ prefix: web, peerings: ['/peerings/ams-er1-ae0'] }]);
    expect(place(open)).toEqual({ pane: 'prefix', prefix: web });
    expect(bottom(open)).toBe(` 1 peering is asked for ${web}`);
  });

  it('a question for every peering where it is registered under none', () => {
    const open = opened('C');
    answer(open, '2001:DB8:0::/32');
    expect(open.effects.map(keysOf)).toEqual([
      { prefix: '2001:db8::/32', peerings: ['/peerings/ams-er1-ae0', '/peerings/ams-er2-ae0'] },
    ]);
    expect(bottom(open)).toBe(' 2 peerings are asked for 2001:db8::/32');
  });

  it('a question for the looking glass, in its own words', () => {
    const open = opened('L');
    answer(open, 'traceroute', 'azureregion', ' West Europe ', '2001:DB8:0::1');
    expect(open.effects).toEqual([
      {
        kind: 'ask',
        question: {
          kind: 'looking-glass',
          command: 'Traceroute',
          sourceType: 'AzureRegion',
          source: 'West Europe',
          destination: '2001:db8::1',
        },
      },
    ]);
    expect(place(open)).toEqual({ pane: 'looking-glass' });
  });

  it('a question whether a provider is available', () => {
    const open = opened('A');
    answer(open, ' Osaka', 'IIJ ');
    expect(open.effects).toEqual([
      { kind: 'ask', question: { kind: 'provider-availability', location: 'Osaka', provider: 'IIJ' } },
    ]);
  });

  it('the one request that has an effect, only after the name was typed', () => {
    const open = openOn(told(), { path: [{ pane: 'prefix', prefix: web }] });
    open.press('v', 'enter');
    answer(open, 'yes');
    expect(open.effects).toEqual([]);
    open.press('ctrl-u');
    answer(open, 'web');
    expect(open.effects).toMatchObject([
      {
        kind: 'ask',
        question: { kind: 'validate', prefix: { name: 'web', id: '/peerings/ams/registeredPrefixes/web' } },
      },
    ]);
    expect(bottom(open)).toBe(' Microsoft is asked to validate web again');
  });

  it('nothing, where the prefix is gone in the meantime', () => {
    const open = openOn(told(), { path: [{ pane: 'prefix', prefix: web }] });
    const model = { ...open.model(), screen: openForm(open.model().screen, 'validate', 'registered /gone') };
    expect(forms.validate.submit(['web'], model, 'registered /gone')).toEqual({
      effect: { kind: 'redraw' },
      said: 'the prefix is no longer registered',
    });
  });

  it('a note with everything that was answered', () => {
    const open = opened('n');
    answer(
      open,
      ' M-7 ',
      `Amsterdam, ${first}`,
      '2026-11-20 22:00',
      '2026-11-21T02:00Z',
      'outage',
      'confirmed',
      ' a card ',
    );
    expect(open.effects).toEqual([
      {
        kind: 'note',
        note: {
          maintenanceId: 'M-7',
          provider: 'Microsoft',
          account: 'sub-1',
          status: 'CONFIRMED',
          impact: 'OUTAGE',
          objects: ['Amsterdam', first],
          startsAt: instant(Date.UTC(2026, 10, 20, 22)),
          endsAt: instant(Date.UTC(2026, 10, 21, 2)),
          text: 'a card',
        },
      },
    ]);
    expect(bottom(open)).toBe(' M-7 is being written down');
    expect(open.model().screen.prompt).toBeNull();
  });

  it('not to be had where Microsoft is not configured', () => {
    for (const key of ['C', 'L', 'A', 'n'] as const)
      expect(opened(key, withoutMicrosoft()).model().screen.prompt).toBeNull();
  });
});
