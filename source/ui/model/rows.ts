/** The rows of a step: lines that know which script, block or choice they belong to. Pure. */
import type { PlannedFile, Script } from '../../run/plan.ts';
import { highlightShell } from '../../text/highlight.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { wrapHard, wrapWords } from '../../text/width.ts';
import { sumOf } from '../../walk/session.ts';
import { showText } from '../display.ts';
import { type DiffLine, diffLines } from './diff.ts';
import { fitLine, type Line, line, type Role, type Span, span } from './line.ts';
import type { ScriptPart } from './shown.ts';
import type { Restoring } from './undo-rows.ts';

export type Row = {
	readonly line: Line;
	readonly part?: ScriptPart;
	/** The thing that copying or choosing is about: an index into `Body.targets`. */
	readonly target?: number;
	/** The item whose script or result this is. */
	readonly item?: string;
	/** It goes on a line that was too long for the row above. */
	readonly continues?: true;
	/** The choice that this row is, by its index. */
	readonly choice?: number;
};

/** Spans cut into pieces of at most `columns`; joined they are the line. */
export function wrapLine(spans: Line, columns: number): readonly Line[] {
	const whole = spans.map(({ text }) => text).join('') as Safe;
	const pieces: Line[] = [];
	let index = 0;
	let within = 0;
	for (const piece of wrapHard(whole, columns)) {
		const row: Span[] = [];
		let left = piece.length;
		while (left > 0) {
			const from = spans[index];
			if (!from) break;
			const text = from.text.slice(within, within + left) as Safe;
			if (text !== '') row.push(span(text, from.role));
			left -= text.length;
			within += text.length;
			if (within >= from.text.length) {
				index += 1;
				within = 0;
			}
		}
		pieces.push(row);
	}
	return pieces;
}

/** A script as it is approved: every byte of it, cut at the column and nowhere shortened. */
export function scriptRows(script: Script, columns: number): readonly Row[] {
	const lines = script.text.replace(/\n$/, '').split('\n');
	return partRows(
		sumOf(script.text),
		'script',
		lines.map(text =>
			highlightShell(showText(text)).map(({ text: part, token }) => span(part, token)),
		),
		columns,
	);
}

/** What a file block changes; `before` is what the file holds now, if that can be known. */
export function fileRows(
	script: Script,
	file: PlannedFile,
	before: string | undefined,
	columns: number,
): readonly Row[] {
	return changeRows(script, before, file.content, columns);
}

/** What a script changes a text from and to. */
export function changeRows(
	script: Script,
	before: string | undefined,
	after: string,
	columns: number,
): readonly Row[] {
	const changes = diffLines(before, after);
	return partRows(sumOf(script.text), 'change', changes.map(changeLine), columns);
}

/** What restoring a file changes, or why it will be refused and what to do then. */
export function restoreRows(
	script: Script,
	path: string,
	restoring: Restoring,
	columns: number,
): readonly Row[] {
	const said = wrapWords(showText(restoringText(path, restoring)), columns);
	const role = restoring.kind === 'changed' ? 'warning' : 'plain';
	return partRows(
		sumOf(script.text),
		'change',
		[...said.map(text => line(text, role)), ...changesOf(restoring).map(changeLine)],
		columns,
	);
}

function restoringText(path: string, restoring: Restoring): string {
	switch (restoring.kind) {
		case 'puts-back':
			return `puts ${path} back as it was before`;
		case 'removes':
			return `removes ${path}, which was not there before`;
		case 'as-before':
			return `${path} is as it was before already: nothing is put back`;
		case 'gone':
			return `${path} is gone already: nothing is removed`;
		case 'nothing':
			return `${path}: that job changed nothing`;
		case 'changed': {
			const how = {
				nothing: 'is gone',
				link: 'is a link now',
				other: 'was changed since, as shown below',
			}[restoring.now];
			return `${path} ${how}: this will be refused, and nothing is touched. Leave it so: s. Put it right yourself, and say so: d.`;
		}
	}
}

function changesOf(restoring: Restoring): readonly DiffLine[] {
	if (restoring.kind === 'changed') {
		return restoring.now === 'other' ? diffLines(restoring.from, restoring.to) : [];
	}
	if (restoring.kind !== 'puts-back' && restoring.kind !== 'removes') return [];
	const { now } = restoring;
	if (restoring.kind === 'removes') return now === undefined ? [] : diffLines(now, '');
	return restoring.before === undefined || now === undefined
		? []
		: diffLines(now, restoring.before);
}

function changeLine(change: DiffLine): Line {
	if (change.kind === 'folded') {
		return line(safe`  … ${change.count} lines stay as they are`, 'faint');
	}
	const looks: Readonly<Record<typeof change.kind, readonly [Safe, Role]>> = {
		kept: [safe`  `, 'faint'],
		added: [safe`+ `, 'good'],
		removed: [safe`- `, 'bad'],
	};
	const [sign, role] = looks[change.kind];
	return [span(sign, role), span(showText(change.text), role)];
}

function partRows(
	sum: string,
	as: ScriptPart['as'],
	lines: readonly Line[],
	columns: number,
): readonly Row[] {
	const size = (spans: Line) => spans.reduce((length, { text }) => length + text.length, 0);
	// Every line counts one more than it holds, so that an empty one has to be seen, too.
	const total = lines.reduce((length, spans) => length + size(spans) + 1, 0);
	const rows: Row[] = [];
	let from = 0;
	for (const spans of lines) {
		const pieces = wrapLine(spans, columns);
		for (const [index, piece] of pieces.entries()) {
			const to = from + size(piece) + (index === pieces.length - 1 ? 1 : 0);
			rows.push({ line: piece, part: { sum, as, from, to, total }, ...(index > 0 ? goesOn : {}) });
			from = to;
		}
	}
	return rows;
}

const goesOn = { continues: true } as const;

/** Text that is only shown: a template whose values are not known, an example. */
export function plainRows(text: string, columns: number, role: Role = 'faint'): readonly Row[] {
	return text.split('\n').flatMap(part =>
		wrapHard(showText(part), columns).map((piece, index) => ({
			line: line(piece, role),
			...(index > 0 ? goesOn : {}),
		})),
	);
}

/**
 * Puts something before each row, and cuts what is wider than the screen. Behind a bar a row that
 * goes on says so: what is copied has no line break there.
 */
export function frameRows(
	rows: readonly Row[],
	bar: Span,
	columns: number,
	target?: number,
): readonly Row[] {
	return rows.map(row => ({
		...row,
		line: fitLine([row.continues ? goingOn(bar) : bar, ...row.line], columns),
		...(target === undefined ? {} : { target }),
	}));
}

function goingOn(bar: Span): Span {
	return bar.text.trim() === '' ? bar : span(safe`${bar.text.slice(0, -1) as Safe}↳`, bar.role);
}
