/** The only component that hands text to Ink: it takes safe text, and nothing else. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Line } from '../model/line.ts';
import { styleOf } from '../theme.ts';

/** One row. What does not fit is cut; the models fit their lines before. */
export function Row({ line }: { readonly line: Line }): ReactNode {
	return (
		<Box height={1} flexShrink={0} overflow="hidden">
			<Text wrap="truncate">
				{line.length === 0
					? ' '
					: // The spans of a row have no other name than their place.
						line.map((part, place) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: see above
							<Text key={place} {...styleOf(part.role)}>
								{part.text}
							</Text>
						))}
			</Text>
		</Box>
	);
}
