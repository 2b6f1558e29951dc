/** The cells of a terminal with their colours and styles, as an SVG. */
import type xterm from '@xterm/headless';

const CELL = { width: 8.4, height: 18, size: 14 };

/** A common palette of sixteen, for a dark and for a light background. */
const palettes = {
	dark: {
		text: '#d8dee9',
		ground: '#161a21',
		colours:
			'#2a2f3a #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #abb2bf #5c6370 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #ffffff',
	},
	light: {
		text: '#24292f',
		ground: '#ffffff',
		colours:
			'#24292f #b3262d #1a7f37 #b59a00 #0550ae #8250df #1bb2c4 #6e7781 #57606a #b3262d #1a7f37 #b59a00 #0550ae #8250df #1bb2c4 #8c959f',
	},
} as const;

export type Ground = keyof typeof palettes;

type Cell = {
	readonly text: string;
	readonly width: number;
	readonly colour: string;
	readonly ground: string | undefined;
	readonly style: string;
};

export function svgOf(terminal: InstanceType<typeof xterm.Terminal>, ground: Ground): string {
	const palette = palettes[ground];
	const { cols, rows } = terminal;
	const size = [Math.ceil(cols * CELL.width + 16), rows * CELL.height + 16];
	const parts: string[] = [];
	for (let row = 0; row < rows; row++) {
		let column = 0;
		for (const run of runsOf(cellsOf(terminal, row, ground))) {
			const x = (8 + column * CELL.width).toFixed(1);
			const y = 8 + row * CELL.height;
			const wide = (run.width * CELL.width).toFixed(1);
			if (run.ground !== undefined) {
				parts.push(
					`<rect x="${x}" y="${y}" width="${wide}" height="${CELL.height}" fill="${run.ground}"/>`,
				);
			}
			if (run.text.trim() !== '') {
				const colour = run.colour === palette.text ? '' : ` fill="${run.colour}"`;
				parts.push(
					`<text x="${x}" y="${y + 13}" textLength="${wide}"${colour}${run.style}>${escaped(run.text)}</text>`,
				);
			}
			column += run.width;
		}
	}
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.join(' ')}" width="${size[0]}" height="${size[1]}">`,
		`<rect width="100%" height="100%" rx="6" fill="${palette.ground}"/>`,
		`<g font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="${CELL.size}" fill="${palette.text}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">`,
		...parts,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

function cellsOf(
	terminal: InstanceType<typeof xterm.Terminal>,
	row: number,
	ground: Ground,
): readonly Cell[] {
	const palette = palettes[ground];
	const colours = palette.colours.split(' ');
	const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
	const cells: Cell[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (!cell || cell.getWidth() === 0) continue;
		const own = cell.isFgDefault() ? palette.text : (colours[cell.getFgColor()] ?? palette.text);
		const behind = cell.isBgDefault() ? undefined : colours[cell.getBgColor()];
		const inverse = cell.isInverse() !== 0;
		cells.push({
			text: cell.getChars() || ' ',
			width: cell.getWidth(),
			colour: inverse ? (behind ?? palette.ground) : own,
			ground: inverse ? own : behind,
			style: [
				cell.isBold() ? ' font-weight="bold"' : '',
				cell.isItalic() ? ' font-style="italic"' : '',
				cell.isUnderline() ? ' text-decoration="underline"' : '',
				cell.isDim() ? ' opacity="0.62"' : '',
			].join(''),
		});
	}
	return cells;
}

/** Neighbours that look the same as one. */
function runsOf(cells: readonly Cell[]): readonly Cell[] {
	const runs: Cell[] = [];
	for (const cell of cells) {
		const last = runs.at(-1);
		const same =
			last?.colour === cell.colour && last.ground === cell.ground && last.style === cell.style;
		if (last && same) {
			runs[runs.length - 1] = {
				...last,
				text: last.text + cell.text,
				width: last.width + cell.width,
			};
		} else runs.push(cell);
	}
	return runs;
}

function escaped(text: string): string {
	// Blanks at the ends would be dropped, and with them the place of what follows.
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(' ', '\u00a0');
}
