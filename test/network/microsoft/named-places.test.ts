/** Which metros a notice touches by what it says: a region holds several, and its text may name one. */
import { describe, expect, it } from 'vitest';
import { noticeWindow, type PlacedPeering } from '../../../src/network/microsoft/windows.ts';
import { instant } from '../../../src/network/units.ts';
import { notice, peering } from './microsoft-samples.ts';

const placed = (location: string, region: string | null, metros: readonly string[] = [location]): PlacedPeering => ({
  peering: peering({ name: location, location, region }),
  metros,
});
const europe = [
  placed('Amsterdam', 'West Europe'),
  placed('Rotterdam', 'West Europe'),
  placed('Paris', 'France Central'),
  placed('Rome', 'Italy North'),
  placed('New York', 'East US'),
  placed('Ashburn', 'East US', ['Ashburn', 'IAD']),
];
const touched = (more: Parameters<typeof notice>[0], places = europe) => {
  const window = noticeWindow(notice({ title: 'Work', ...more }), places, instant(0));
  return window === null ? null : { metros: window.metros, by: window.by, mentioned: window.mentioned };
};

describe('a notice for West Europe', () => {
  it.each([
    ['work on edge routers', ['Amsterdam', 'Rotterdam'], 'region', []],
    ['work at Amsterdam', ['Amsterdam'], 'named', []],
    ['work at Amsterdam and at Rotterdam', ['Amsterdam', 'Rotterdam'], 'named', []],
    ['work at Amsterdam; traffic moves to Paris', ['Amsterdam'], 'named', ['Paris']],
    ['traffic moves to Paris meanwhile', ['Amsterdam', 'Rotterdam'], 'region', ['Paris']],
    ['traffic moves to Paris and to New York', ['Amsterdam', 'Rotterdam'], 'region', ['Paris', 'New York']],
  ])('that says "%s" touches %j, told by what is %s, and mentions %j', (text, metros, by, mentioned) => {
    expect(touched({ text })).toEqual({ metros, by, mentioned });
    expect(touched({ text: '', title: text })).toEqual({ metros, by, mentioned });
  });
});

describe('a metro is named by whole words', () => {
  it.each([
    ['a comparison of routes', false],
    ['Parisian colleagues', false],
    ['in Paris.', true],
    ['PARIS: edge routers', true],
    ['(paris)', true],
    ['edge-paris-1', true],
    ['', false],
  ])('in "%s": %s', (text, named) => {
    expect(touched({ text, regions: [] })?.metros).toEqual(named ? ['Paris'] : []);
    expect(touched({ text, regions: ['Japan East'] })).toMatchObject({ metros: [], mentioned: named ? ['Paris'] : [] });
  });

  it.each([
    ['moved from Europe', []],
    ['from Europe to chrome', []],
    ['moved to Rome', ['Rome']],
    ['a new yorkshire terrier', []],
    ['in New  York\n', ['New York']],
    ['york is not new', []],
  ])('"%s" mentions %j', (text, mentioned) => {
    expect(touched({ text })).toMatchObject({ metros: ['Amsterdam', 'Rotterdam'], mentioned });
  });

  it('also where the metro has a name of a few letters of our own', () => {
    expect(touched({ text: 'IAD only', regions: ['East US'] })).toMatchObject({
      metros: ['Ashburn', 'IAD'],
      by: 'named',
    });
    expect(touched({ text: 'a diadem', regions: ['East US'] })?.by).toBe('region');
  });

  it('and none is by a peering whose place nobody tells', () => {
    const nameless: PlacedPeering = { peering: peering({ location: null, region: null }), metros: [] };
    expect(touched({ text: 'anything at all', regions: [] }, [nameless])).toMatchObject({ metros: [], by: 'unknown' });
  });
});
