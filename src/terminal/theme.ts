import type { ColourDepth } from './capabilities.ts';
import type { Line, Tone } from './line.ts';

export { plainLine } from './line-text.ts';

/** The themes a person can choose from. */
export type ThemeName = 'default' | 'colour-blind';

/** SGR parameters for every tone; '' leaves the text as it is. */
type ToneCodes = Readonly<Record<Tone, string>>;

/** A theme at one colour depth. */
export interface Theme {
  readonly name: ThemeName;
  readonly colour: ColourDepth;
  readonly codes: ToneCodes;
}

/** Without colour, weight alone carries what shape and word already say. */
const monochrome: ToneCodes = {
  plain: '',
  dim: '2',
  strong: '1',
  good: '',
  warn: '1',
  risk: '1',
  bad: '1;7',
  info: '',
  title: '1',
  key: '1',
  selected: '7',
  banner: '1;7',
};

const shared = { plain: '', strong: '1', title: '1', selected: '7' } as const;

/** Green, yellow, orange, and red only for "act now". Sixteen colours have no orange: bold bright yellow stands for it. */
const defaultCodes: Readonly<Record<Exclude<ColourDepth, 'none'>, ToneCodes>> = {
  ansi16: {
    ...shared,
    dim: '90',
    good: '32',
    warn: '33',
    risk: '1;93',
    bad: '1;31',
    info: '36',
    key: '1;36',
    banner: '30;43',
  },
  ansi256: {
    ...shared,
    dim: '38;5;245',
    good: '38;5;71',
    warn: '38;5;178',
    risk: '1;38;5;208',
    bad: '1;38;5;196',
    info: '38;5;73',
    key: '1;38;5;73',
    banner: '38;5;16;48;5;178',
  },
  truecolor: {
    ...shared,
    dim: '38;2;138;138;138',
    good: '38;2;87;171;90',
    warn: '38;2;212;167;44',
    risk: '1;38;2;255;135;0',
    bad: '1;38;2;255;59;48',
    info: '38;2;86;182;194',
    key: '1;38;2;86;182;194',
    banner: '38;2;0;0;0;48;2;212;167;44',
  },
};

/**
 * Blue to vermillion after Okabe and Ito's set, which the common kinds of colour blindness keep apart; lightness
 * (light yellow, orange, dark vermillion on inverse) tells the same order once more.
 */
const colourBlindCodes: Readonly<Record<Exclude<ColourDepth, 'none'>, ToneCodes>> = {
  ansi16: {
    ...shared,
    dim: '90',
    good: '94',
    warn: '93',
    risk: '1;33',
    bad: '1;7;31',
    info: '36',
    key: '1;36',
    banner: '30;43',
  },
  ansi256: {
    ...shared,
    dim: '38;5;245',
    good: '38;5;74',
    warn: '38;5;222',
    risk: '1;38;5;172',
    bad: '1;7;38;5;166',
    info: '38;5;250',
    key: '1;38;5;74',
    banner: '38;5;16;48;5;222',
  },
  truecolor: {
    ...shared,
    dim: '38;2;138;138;138',
    good: '38;2;86;180;233',
    warn: '38;2;245;213;140',
    risk: '1;38;2;230;159;0',
    bad: '1;7;38;2;213;94;0',
    info: '38;2;188;188;188',
    key: '1;38;2;86;180;233',
    banner: '38;2;0;0;0;48;2;245;213;140',
  },
};

/** A theme for a terminal with so many colours. */
export const themeFor = (name: ThemeName, colour: ColourDepth): Theme => {
  if (colour === 'none') return { name, colour, codes: monochrome };
  switch (name) {
    case 'default':
      return { name, colour, codes: defaultCodes[colour] };
    case 'colour-blind':
      return { name, colour, codes: colourBlindCodes[colour] };
  }
};

/** A line as SGR text; every coloured span ends with a reset, so the line leaks nothing. */
export const paintLine = (line: Line, { codes }: Theme): string =>
  line
    .map(({ text, tone }) => (codes[tone] === '' || text === '' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`))
    .join('');
