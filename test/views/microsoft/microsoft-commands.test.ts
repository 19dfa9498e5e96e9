import { describe, expect, it } from 'vitest';
import { firstScreen, type Place } from '../../../src/state/screen.ts';
import { unicodeGlyphs } from '../../../src/terminal/glyphs.ts';
import { compose } from '../../../src/views/compose.ts';
import { microsoftCommands } from '../../../src/views/microsoft-commands.ts';
import type { Model } from '../../../src/views/model.ts';
import { press } from '../../../src/views/press.ts';
import { connection, listOf, peering, theirSession } from '../../network/microsoft/microsoft-samples.ts';
import { first, openOn, place, second, storyOf, told, web, withoutMicrosoft } from './story.ts';

/** The model of a place, live or of a recording. */
function modelAt(at: Place, carrier = told(), replay: string | null = null): Model {
  const story = storyOf(carrier);
  const screen = { ...firstScreen(120, 36, 'default'), path: [at] as const };
  return compose(story, screen, unicodeGlyphs, story.now, replay);
}
function frozenAt(at: Place): Model {
  const console = openOn(told(), { path: [at] });
  console.press(' ');
  return console.model();
}
const command = (id: string) => {
  const found = microsoftCommands.find(each => each.id === id);
  if (found === undefined) throw new Error(`no command ${id}`);
  return found;
};
const why = (id: string, model: Model) => command(id).disabled(model);

const onPni: Place = { pane: 'pni', id: first };
const onPrefix: Place = { pane: 'prefix', prefix: web };
const onCard: Place = { pane: 'card', of: 'pni', id: first, phones: false };
/** Commands that ask something of Microsoft, or write down what it said, and where each is possible. */
const asking: readonly (readonly [id: string, at: Place])[] = [
  ['check', onPrefix],
  ['check-any', { pane: 'overview' }],
  ['validate', onPrefix],
  ['looking-glass', { pane: 'overview' }],
  ['provider-availability', { pane: 'overview' }],
  ['note', { pane: 'maintenance' }],
];
const looking: readonly (readonly [id: string, at: Place])[] = [
  ['escalate', onPni],
  ['calls', { pane: 'overview' }],
];

describe('a command about Microsoft', () => {
  it.each([...asking, ...looking])('%s is possible on %j', (id, at) => {
    expect(why(id, modelAt(at))).toBeNull();
  });

  it.each([...asking, ...looking])('%s is not where the API is not configured', (id, at) => {
    expect(why(id, modelAt(at, withoutMicrosoft()))).toBe("Microsoft's side is not configured");
  });

  it.each(asking)('%s is not in a recording: nobody would answer', (id, at) => {
    expect(why(id, modelAt(at, told(), 'recording'))).toBe('this is a recording');
  });

  it.each(asking)('%s is not while the picture is frozen: the answer would not be seen', (id, at) => {
    expect(why(id, frozenAt(at))).toBe('the picture is frozen; Space goes on');
  });

  it.each(looking)('%s is possible in a recording and on a frozen picture: it only looks', (id, at) => {
    expect(why(id, modelAt(at, told(), 'recording'))).toBeNull();
    expect(why(id, frozenAt(at))).toBeNull();
  });

  it.each(['microsoft', 'prefixes', 'maintenance', 'latency'])(
    '%s is possible always: its pane says what is missing',
    id => {
      for (const carrier of [told(), withoutMicrosoft()]) {
        const model = modelAt({ pane: 'overview' }, carrier);
        expect(why(id, model)).toBeNull();
        expect(command(id).run(model).screen.path).toEqual([{ pane: id }]);
      }
    },
  );

  it('that cannot be run says why and does nothing', () => {
    const console = openOn(withoutMicrosoft());
    for (const key of ['e', 'p', 'c', 'C', 'v', 'L', 'A', 'n', 'R'] as const) {
      console.press(key);
      expect(console.model().screen).toMatchObject({
        prompt: null,
        path: [{ pane: 'overview' }],
        flash: { tone: 'warn' },
      });
    }
    expect(console.effects).toEqual([]);
  });

  it('that has an effect at Microsoft is marked so, and is one alone', () => {
    expect(microsoftCommands.filter(each => each.danger !== 'none').map(each => [each.id, each.danger])).toEqual([
      ['validate', 'changes-microsoft'],
    ]);
  });
});

describe('a command about one thing', () => {
  it.each([
    ['escalate', { pane: 'prefixes' }, 'no PNI or connection is selected here'],
    ['check', { pane: 'overview' }, 'no prefix is selected here; C takes any'],
    ['check', onPni, 'no prefix is selected here; C takes any'],
    ['validate', { pane: 'overview' }, 'no registered prefix is selected here'],
    ['validate', { pane: 'prefix', prefix: '198.51.100.0/24' }, 'no registered prefix is selected here'],
    ['phones', onPni, 'only an escalation card has any'],
  ] as const)('%s is not possible on %j: %s', (id, at, reason) => {
    expect(why(id, modelAt(at))).toBe(reason);
  });

  it.each([
    [onPni, first],
    [onCard, first],
    [{ pane: 'pnis' }, first],
    [{ pane: 'metro', name: 'Amsterdam' }, first],
    [{ pane: 'microsoft' }, first],
  ] as const)('opens the card of the PNI on %j', (at, pni) => {
    expect(command('escalate').run(modelAt(at)).screen.path.at(-1)).toEqual({
      pane: 'card',
      of: 'pni',
      id: pni,
      phones: false,
    });
  });

  it('opens the card of a connection that no PNI was found for', () => {
    const lost = connection({ identifier: 'lost', sessions: [theirSession({ microsoft: '203.0.113.2' })] });
    const console = openOn(told().told(listOf([peering({ connections: [lost] })])), { path: [{ pane: 'microsoft' }] });
    console.press('e');
    expect(place(console)).toEqual({ pane: 'card', of: 'connection', id: '/peerings/ams lost', phones: false });
    expect(console.text()).toContain('none here was found for this connection');
  });

  it('opens the card of the PNI that is selected', () => {
    const console = openOn(told(), { path: [{ pane: 'microsoft' }] });
    console.press('j', 'e');
    expect(place(console)).toEqual({ pane: 'card', of: 'pni', id: second, phones: false });
    console.press('escape');
    expect(place(console)).toEqual({ pane: 'microsoft' });
  });

  it('checks the prefix that is selected, and shows it', () => {
    const console = openOn(told(), { path: [{ pane: 'prefixes' }] });
    const at = console.model().rows.findIndex(each => each.id.startsWith('registered'));
    for (let step = 0; step < at; step++) console.press('j');
    console.press('c');
    expect(place(console)).toEqual(onPrefix);
    expect(console.effects).toMatchObject([
      { kind: 'ask', question: { kind: 'routes', prefix: web, peerings: [{ key: '/peerings/ams-er1-ae0' }] } },
    ]);
  });

  it('validates the row that is selected, and not a service of the same prefix', () => {
    const console = openOn(told(), { path: [{ pane: 'prefixes' }] });
    const kinds = console.model().rows.map(each => each.id.split(' ')[0]);
    expect(kinds.toSorted()).toEqual(['registered', 'service']);
    for (const kind of kinds) {
      const opens = kind === 'registered';
      expect(why('validate', console.model()) === null).toBe(opens);
      console.press('j');
    }
  });

  it('does not ask for contacts in a recording, and shows what was recorded', () => {
    const outcome = press(modelAt(onCard, told(), 'recording'), 'p');
    expect(outcome.effect).toBeUndefined();
    expect(outcome.screen.path).toEqual([{ ...onCard, phones: true }]);
  });
});
