/**
 * A file block with captures in it. Stand-ins are put in for them first, so that lists, lines that
 * are left out and the rules about paths are those of every other file; then the lines that hold
 * a stand-in are written by `printf` with the variable, and all others by here-documents.
 */
import type { Block, Runbook } from '../../runbook/types.ts';
import { fillFile } from '../file-content.ts';
import { fileFrame, hereDocument } from '../file-script.ts';
import type { RunState } from '../state.ts';
import { kindOf, knownOf } from '../values.ts';
import type { Late, LateNames } from './late.ts';
import { Refused, type Rendered } from './render.ts';
import { doubleQuoted, type Piece } from './words.ts';

type StandIns = {
	readonly of: (name: string) => string;
	readonly split: (text: string) => readonly Piece[];
	/** For reading only. */
	readonly show: (text: string) => string;
};

export function lateFile(
	runbook: Runbook,
	state: RunState,
	late: LateNames,
	block: Block,
	uses: readonly Late[],
): Rendered {
	const target = block.file;
	if (!target) throw new TypeError('Only a block with `file=` is a file.');
	const standIns = makeStandIns(state, block, uses);
	const filled = fillFile(
		block,
		name => (late.has(name) ? { kind: 'value', value: standIns.of(name) } : knownOf(state, name)),
		name => kindOf(runbook, name)?.type === 'path',
	);
	if (filled.kind === 'refused') throw new Refused(block, filled.name, filled.because);
	if (filled.kind === 'waiting') {
		throw new Refused(block, filled.names.join(', '), 'It has no value.');
	}
	const { path, owner, mode, content } = filled.file;
	const pathWord = doubleQuoted(standIns.split(path));
	const write = ['{', ...writers(content, standIns, uses), '} >"$RUNBOOK_JOB/written"'];
	const text = fileFrame(
		{
			path: pathWord,
			runId: state.began.id,
			...(mode === undefined ? {} : { mode }),
			...(owner === undefined
				? {}
				: { owner: doubleQuoted(standIns.split(owner)), group: owner.includes(':') }),
		},
		write.join('\n'),
	);
	const placed = [...target.path.placeholders, ...(target.owner?.placeholders ?? [])];
	const mayMiss = (use: Late) =>
		use.input.optional && !placed.some(({ name }) => name === use.name);
	return {
		text,
		language: 'sh',
		uses: uses.filter(use => !mayMiss(use)),
		optional: uses.filter(mayMiss),
		demands: demands(block, late),
		path: pathWord,
		file: {
			path: standIns.show(path),
			content: standIns.show(content),
			...(mode === undefined ? {} : { mode }),
			...(owner === undefined ? {} : { owner: standIns.show(owner) }),
		},
	};
}

function writers(content: string, standIns: StandIns, uses: readonly Late[]): readonly string[] {
	const commands: string[] = [];
	let plain = '';
	const flush = () => {
		if (plain !== '') commands.push(`cat ${hereDocument(plain)}`);
		plain = '';
	};
	for (const line of content.replace(/\n$/, '').split('\n')) {
		const pieces = standIns.split(line);
		const variables = pieces.flatMap(piece => ('variable' in piece ? [piece.variable] : []));
		if (variables.length === 0) {
			plain += `${line}\n`;
			continue;
		}
		flush();
		// A line whose optional value is missing is left out.
		const tests = uses
			.filter(({ input, variable }) => input.optional && variables.includes(variable))
			.map(({ variable }) => `[ -z "\${${variable}-}" ] || `);
		commands.push(`${tests.join('')}printf '%s\\n' ${doubleQuoted(pieces)}`);
	}
	flush();
	return commands.length === 0 ? [':'] : commands;
}

function makeStandIns(state: RunState, block: Block, uses: readonly Late[]): StandIns {
	const texts = [
		block.content.text,
		block.file?.path.text ?? '',
		block.file?.owner?.text ?? '',
		...[...state.answers.values()].flatMap(known =>
			known.kind === 'value' ? [known.value].flat() : [],
		),
	];
	let mark = 'LATE';
	while (texts.some(text => text.includes(mark))) mark += 'R';
	const pattern = new RegExp(`${mark}_(\\d+)_`);
	const split = (text: string): readonly Piece[] =>
		text
			.split(pattern)
			.map((part, index): Piece => {
				if (index % 2 === 0) return { text: part };
				return { variable: uses[Number(part)]?.variable ?? '' };
			})
			.filter(piece => 'variable' in piece || piece.text !== '');
	return {
		of: name => `${mark}_${uses.findIndex(late => late.name === name)}_`,
		split,
		show: text =>
			split(text)
				.map(piece => ('text' in piece ? piece.text : `$${piece.variable}`))
				.join(''),
	};
}

/** As for any other value: only one that stands for a whole path may hold `/`. */
function demands(block: Block, late: LateNames): readonly string[] {
	const path = block.file?.path.placeholders ?? [];
	const refusal = (name: string) =>
		`echo "runbook: \${RUNBOOK_STEP-}: ${name} may not lead to another folder here." >&2; exit 1`;
	return path.flatMap(({ name, start }, index) => {
		const capture = late.get(name);
		if (!capture) return [];
		const value = `$${capture.variable}`;
		if (index > 0 || start > 0) return [`case ${value} in .. | */*) ${refusal(name)} ;; esac`];
		// Beginning with `/` it stands for the whole path up to there.
		return [`case ${value}/ in /*/../* | /../* | ../ | [!/]*/?*) ${refusal(name)} ;; esac`];
	});
}
