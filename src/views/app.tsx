import { Alert } from '@inkjs/ui';
import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Line } from '../terminal/line.ts';
import { paintLine, type Theme } from '../terminal/theme.ts';
import type { Frame } from './frame.ts';

/** What is on screen now. */
export interface View {
  readonly frame: Frame;
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
}

/** The store that the screen is drawn from. */
export type ViewStore = StoreApi<View>;

/** One row: re-rendered only when its painted text changes. */
const Row = memo(({ text }: { readonly text: string }) => <Text wrap="truncate">{text === '' ? ' ' : text}</Text>);

interface RegionProps {
  readonly lines: readonly Line[];
  readonly theme: Theme;
}

/** One Text per row, which costs half of a Box per cell. Rows are told apart by their place, for that is what they are. */
const Region = memo(({ lines, theme }: RegionProps) => (
  <Box flexDirection="column" flexShrink={0}>
    {lines.map((line, position) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its position
      <Row key={position} text={paintLine(line, theme)} />
    ))}
  </Box>
));

/** A pane that cannot be drawn costs that pane: the header keeps telling the truth and the keys keep working. */
const Failure = ({ why, height }: { readonly why: string; readonly height: number }) => (
  <Box height={height} flexDirection="column" flexShrink={0} overflow="hidden">
    {/* Alert grows along its parent; in a row of its own that is the width alone. */}
    <Box flexShrink={0}>
      <Alert variant="error">{`This pane cannot be drawn: ${why}. Another may: 1 metros, 2 PNIs, 3 routers.`}</Alert>
    </Box>
  </Box>
);

/** The whole screen. */
export function App({ store }: { readonly store: ViewStore }): ReactNode {
  const { frame, theme, columns, rows } = useStore(store);
  return (
    <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
      <Region lines={frame.header} theme={theme} />
      {frame.failure === null ? (
        <Region lines={frame.pane} theme={theme} />
      ) : (
        <Failure why={frame.failure} height={frame.pane.length} />
      )}
      <Region lines={frame.strip} theme={theme} />
      <Region lines={frame.footer} theme={theme} />
    </Box>
  );
}
