import { describe, expect, it } from 'vitest';
import type { Console } from '../../screens/console.ts';
import { first, listing, openOn, phone, place, second, told, withoutMicrosoft } from './story.ts';

const openCard = (carrier = told(), phones = false, pni = first): Console =>
  openOn(carrier, { path: [{ pane: 'card', of: 'pni', id: pni, phones }], columns: 100, rows: 40 });
const copied = (console: Console): string => {
  console.press('y');
  const effect = console.effects.at(-1);
  if (effect?.kind !== 'copy') throw new Error('nothing was copied');
  return effect.text;
};

describe('the escalation card', () => {
  it('is a row a line, each with its label in front', () => {
    const { rows } = openCard().model();
    expect(rows.map(each => each.text)).toEqual(
      expect.arrayContaining([
        'partner Example Carrier, AS64496',
        `PNI ${first}, Amsterdam`,
        'v4 198.51.100.1 (ours) ⇄ 198.51.100.2 (Microsoft)',
        'v4 state router established, Microsoft Established',
        'AS8075 Noc, NOC, noc@example.net, phone withheld',
      ]),
    );
    expect(new Set(rows.map(each => each.id)).size).toBe(rows.length);
    expect(rows.every(each => JSON.stringify(each.opens) === JSON.stringify({ pane: 'pni', id: first }))).toBe(true);
  });

  it('is whole in the copy from whichever row, one line each and ended', () => {
    const console = openCard();
    const whole = copied(console);
    console.press('G');
    expect(copied(console)).toBe(whole);
    const { rows } = console.model();
    expect(whole.endsWith('\n')).toBe(true);
    expect(whole.trimEnd().split('\n')).toHaveLength(rows.length);
    expect(whole).toContain('write to');
  });

  it('can be gone through on a screen that is too small for it', () => {
    const small = openOn(told(), {
      path: [{ pane: 'card', of: 'pni', id: first, phones: false }],
      columns: 80,
      rows: 16,
    });
    expect(small.text()).toContain('Example Carrier');
    small.press('G');
    expect(small.text()).not.toContain('Example Carrier');
    expect(small.text()).toContain('noc@example.net');
    expect(copied(small)).toContain('Example Carrier');
  });

  it('shows the end of what is too long for the screen, and copies all of it', () => {
    const identifier = `begins-${'x'.repeat(120)}-ends`;
    const console = openCard(listing(told(), { identifier }));
    expect(console.text()).toMatch(/connection id +…x+-ends/);
    expect(copied(console)).toContain(identifier);
  });

  it('shows the beginning of a sentence that is too long', () => {
    const errorMessage = `it begins ${'and goes on '.repeat(12)}until it ends`;
    const console = openCard(listing(told(), { errorMessage }));
    expect(console.text()).toMatch(/error +it begins and goes on .*…$/m);
    expect(copied(console)).toContain(errorMessage);
  });

  it('opens the PNI that it is of', () => {
    const console = openCard();
    console.press('enter');
    expect(place(console)).toEqual({ pane: 'pni', id: first });
  });

  it('says so where its PNI is gone, or Microsoft is not configured', () => {
    const gone = openCard(told(), false, 'osl-er1/ae0');
    expect(gone.text()).toContain('This PNI is no longer in the picture; Esc goes back.');
    expect(gone.model().rows).toEqual([]);
    expect(openCard(withoutMicrosoft()).text()).toContain("Microsoft's side is not configured");
  });
});

describe('a telephone number', () => {
  it('is neither on the card nor in the copy until somebody asks for it', () => {
    const console = openCard();
    expect(console.text()).not.toContain(phone);
    expect(copied(console)).not.toContain(phone);
    expect(JSON.stringify(console.model().rows)).not.toContain(phone);
    expect(console.text()).toContain('p shows telephone numbers');
  });

  it('is shown and copied while it is asked for, and withheld again', () => {
    const console = openCard();
    console.press('p');
    expect(place(console)).toEqual({ pane: 'card', of: 'pni', id: first, phones: true });
    expect(console.text()).toContain(phone);
    expect(console.text()).toContain('telephone numbers included; p withholds them');
    expect(copied(console)).toContain(phone);
    console.press('p');
    expect(console.text()).not.toContain(phone);
    expect(copied(console)).not.toContain(phone);
  });

  it('makes Microsoft be asked for contacts when it is to be shown, and not when it is withheld', () => {
    const console = openCard();
    console.press('p', 'p');
    expect(console.effects).toEqual([{ kind: 'ask', question: { kind: 'contacts' } }]);
  });

  it('is withheld on the card of another PNI, whoever asked for it on this', () => {
    const console = openCard(told(), true);
    expect(console.text()).toContain(phone);
    console.press('2');
    console.press('G', 'e');
    expect(place(console)).toEqual({ pane: 'card', of: 'pni', id: second, phones: false });
    expect(console.text()).not.toContain(phone);
  });
});

describe('a copy has line breaks on a card only', () => {
  it.each(['overview', 'pnis', 'routers', 'microsoft', 'prefixes', 'maintenance', 'calls'] as const)(
    'and none on %s',
    pane => {
      const console = openOn(listing(told(), { errorMessage: 'one\ntwo', trackingId: 'a\rb', identifier: 'c\nd' }), {
        path: [{ pane }],
      });
      for (const row of console.model().rows) {
        expect(typeof row.copy).toBe('string');
        expect(copied(console)).not.toMatch(/[\r\n]/);
        console.press('j');
      }
    },
  );

  it('nor within a line of the card', () => {
    const console = openCard(listing(told(), { errorMessage: 'one\ntwo', trackingId: 'a\rb', identifier: 'c\nd' }));
    const lines = copied(console).trimEnd().split('\n');
    expect(lines).toHaveLength(console.model().rows.length);
    expect(lines.filter(each => each.startsWith('error'))).toEqual([expect.stringMatching(/^error +one ?two$/)]);
  });
});
