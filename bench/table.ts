/** Figures as an aligned table for people. */
import type { Figure, Unit } from './figure.ts';

const headings = ['FIGURE', 'OURS', 'PEER', 'RATIO', 'AIM', ''] as const;
const alignRight = [false, true, true, true, true, false];

const digits = (value: number): string =>
  value.toFixed(Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2);
const withUnit = (value: number, unit: Unit): string => (unit === '' ? digits(value) : `${digits(value)} ${unit}`);

function cells({ name, unit, ours, peer, aim }: Figure): readonly string[] {
  const ratio = peer === undefined ? null : ours / peer.value;
  const aimed = aim === undefined ? null : aim.of === 'ratio' ? ratio : ours;
  return [
    name,
    withUnit(ours, unit),
    peer === undefined ? '' : `${peer.name} ${withUnit(peer.value, unit)}`,
    ratio === null ? '' : digits(ratio),
    aim === undefined ? '' : `≤ ${aim.of === 'ratio' ? `${aim.most} ×` : withUnit(aim.most, unit)}`,
    aim === undefined || aimed === null ? '' : aimed <= aim.most ? 'met' : 'missed',
  ];
}

/** The table as text, a line per figure, ended by a line feed. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cells)];
  const widths = headings.map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  const lines = rows.map(row =>
    row
      .map((text, column) =>
        alignRight[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
