/** What a runbook is and needs, before anything is begun. Pure. */

import { begin } from '../../run/apply.ts';
import { whatIsOpen } from '../../run/draft.ts';
import { putValues } from '../../run/put-values.ts';
import type { Began, RunState } from '../../run/state.ts';
import type { Input, Runbook } from '../../runbook/types.ts';
import { safe } from '../../text/safe.ts';
import { wrapWords } from '../../text/width.ts';
import type { Opened } from '../../walk/library.ts';
import { showText } from '../display.ts';
import { factsOf, needLines, stepLines } from './brief-facts.ts';
import { fitLine, type Line, line, type Role, span } from './line.ts';
import { proseRows } from './prose.ts';

/** The state of a run that has not begun: what to ask for first is found with it. */
export function stateBefore(
	runbook: Runbook,
	began: Omit<Began, 'type' | 'runbook' | 'title' | 'sum' | 'id'>,
): RunState {
	return begin({
		seq: 1,
		time: '1970-01-01T00:00:00.000Z',
		event: {
			type: 'began',
			id: '',
			runbook: runbook.name,
			title: runbook.title,
			sum: '',
			...began,
		},
	});
}

export type Needs = { readonly inputs: readonly Input[]; readonly hosts: readonly string[] };

/** What every way through the runbook needs. */
export function needsBefore(runbook: Runbook, state: RunState): Needs {
	const { inputs, hosts } = whatIsOpen(runbook, state);
	return { inputs, hosts };
}

export function briefLines(
	opened: Opened,
	runbook: Runbook,
	state: RunState,
	here: { readonly root: boolean; readonly columns: number },
): readonly Line[] {
	const { columns } = here;
	const width = Math.min(columns, 100) - 2;
	const paragraph = (text: string, role: Role): readonly Line[] =>
		wrapWords(showText(text), width).map(part => line(safe` ${part}`, role));
	const warnings = [
		...(opened.trusted
			? []
			: [
					opened.changed
						? 'It has CHANGED since it was trusted: nothing in it runs until you trust it as it is now: press T.'
						: 'Not trusted: it can be read, and nothing in it runs until you trust it: press T.',
				]),
		...(opened.fits
			? []
			: [`Not for this system: it is written for ${runbook.platforms.join(', ')}.`]),
		...(opened.untested ? [`Not tested on this system: ${testedOn(runbook)}.`] : []),
		...(runbook.root && !here.root
			? [
					'It needs root, and this program does not run as root: such blocks can be read, copied and marked as done by hand. To run them, start with: sudo runbook',
				]
			: []),
		...(opened.hides.length > 0
			? [`It hides another runbook of that name: ${opened.hides.join(', ')}.`]
			: []),
	];
	const introduction = proseRows(runbook.introduction, columns - 2, text => putValues(state, text));
	return [
		...paragraph(runbook.summary, 'emphasis'),
		...paragraph(factsOf(runbook), 'faint'),
		[],
		...warnings.flatMap(text => paragraph(text, 'warning')),
		...(warnings.length > 0 ? [[]] : []),
		...introduction.map(prose => [span(safe` `), ...prose]),
		[],
		...needLines(runbook, needsBefore(runbook, state), Math.min(columns, 100)),
		line(safe` Steps`, 'title'),
		...stepLines(runbook),
		[],
		line(showText(` ${opened.place}: ${opened.file}`), 'faint'),
	].map(text => fitLine(text, columns));
}

function testedOn({ tested = [] }: Runbook): string {
	return tested.length === 0 ? 'nor on any other' : `it was tested on ${tested.join(', ')}`;
}

/** A runbook that cannot be walked: what is wrong with it, and what to write instead. */
export function brokenLines(opened: Opened, columns: number): readonly Line[] {
	const width = Math.min(columns, 100) - 2;
	const errors = opened.diagnostics.filter(({ severity }) => severity === 'error');
	const paragraph = (text: string, role: Role): readonly Line[] =>
		wrapWords(showText(text), width).map(part => line(safe` ${part}`, role));
	return [
		...paragraph('This runbook is broken, and nothing in it can run.', 'bad'),
		[],
		...(errors.length === 0 ? paragraph(opened.problem ?? 'It cannot be read.', 'plain') : []),
		...errors.flatMap(({ line: row, column, message, remedy }) => [
			...paragraph(`${opened.name}.md:${row}:${column}: ${message}`, 'plain'),
			...paragraph(remedy, 'faint'),
			[],
		]),
		line(showText(` ${opened.place}: ${opened.file}`), 'faint'),
	].map(text => fitLine(text, columns));
}
