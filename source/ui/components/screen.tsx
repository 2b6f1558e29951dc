/** Exactly the terminal: a head, the visible rows, a foot. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Drawing } from '../model/drawing.ts';
import type { Line } from '../model/line.ts';
import { Row } from './text.tsx';

export type ScreenProps = {
	readonly drawing: Drawing;
	readonly columns: number;
	readonly rows: number;
};

export function Screen({ drawing, columns, rows }: ScreenProps): ReactNode {
	return (
		<Box width={columns} height={rows} flexDirection="column" overflow="hidden">
			<Rows lines={drawing.head} />
			<Box flexDirection="column" flexGrow={1} flexShrink={1} overflow="hidden">
				<Rows lines={drawing.body} />
			</Box>
			<Rows lines={drawing.foot} />
		</Box>
	);
}

/** Rows are told apart by their place: they are what stands at that place of the screen. */
function Rows({ lines }: { readonly lines: readonly Line[] }): ReactNode {
	return lines.map((line, place) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: see above
		<Row key={place} line={line} />
	));
}
