/** `runbook show`: the document, rendered. */
import type { RootContent } from 'mdast';
import type { Block, Part, Runbook, Step } from '../../runbook/types.ts';
import { isUtf8 } from '../../terminal/capabilities.ts';
import { plainLines, proseLines } from '../../text/prose.ts';
import { exitCodes } from '../exit-codes.ts';
import { columns, type Io, printLines, worded } from '../io.ts';
import { openFor, requireValid } from '../opening.ts';
import { describeBlock, describeFile } from '../plain/print-visit.ts';
import { lookingSession } from '../sessions.ts';

/** Wider lines are hard to read. */
const widest = 100;

export function show(io: Io, name: string): number {
	const runbook = requireValid(openFor(io, lookingSession(io), name));
	const room = Math.min(columns(io), widest);
	printLines(io, documentLines(io, runbook, room));
	return exitCodes.done;
}

/** What parts of the document are written with. */
type Paper = {
	readonly prose: (nodes: readonly RootContent[]) => readonly string[];
	/** A line that we worded. */
	readonly worded: (line: string) => string;
};

function documentLines(io: Io, runbook: Runbook, room: number): readonly string[] {
	const paper: Paper = {
		prose: nodes => plainLines(proseLines([...nodes], room, { ascii: !isUtf8(io.environment) })),
		worded: line => worded(io, line),
	};
	return [
		runbook.title,
		'='.repeat(Math.min(room, runbook.title.length)),
		...(runbook.summary ? ['', runbook.summary] : []),
		'',
		...paper.prose(runbook.introduction),
		...heads(runbook),
		...runbook.steps.flatMap(step => stepLines(step, paper)),
	];
}

function heads(runbook: Runbook): readonly string[] {
	const inputs = runbook.inputs.map(input => {
		const byDefault = input.default ? ` (${input.default.join(', ')})` : '';
		return `  ${input.name}: ${input.prompt}${byDefault}${input.optional ? ' (optional)' : ''}`;
	});
	const hosts = runbook.hosts.map(host => `  ${host.name}: ${host.description}`);
	return [
		...(runbook.platforms.length > 0 ? ['', `For: ${runbook.platforms.join(', ')}`] : []),
		...(runbook.tested ? ['', `Tested on: ${runbook.tested.join(', ') || 'no system yet'}`] : []),
		...(runbook.root ? ['', 'Needs root.'] : []),
		...(hosts.length > 0 ? ['', 'Machines:', ...hosts] : []),
		...(inputs.length > 0 ? ['', 'It asks for:', ...inputs] : []),
	];
}

function stepLines(step: Step, paper: Paper): readonly string[] {
	return [
		'',
		`${'#'.repeat(step.depth)} ${step.title}`,
		...step.parts.flatMap(part => ['', ...partLines(part, paper)]),
		...step.steps.flatMap(next => stepLines(next, paper)),
	];
}

function partLines(part: Part, paper: Paper): readonly string[] {
	switch (part.kind) {
		case 'prose':
			return paper.prose(part.nodes);
		case 'block':
			return blockLines(part, paper);
		case 'choices':
			return part.items.map(item => paper.worded(`  * ${item.label}  → ${item.target}`));
		case 'links':
			return part.items.map((item, n) =>
				paper.worded(`  ${n + 1}. ${item.label}  → ${item.undo ? 'undo ' : ''}${item.target}`),
			);
		case 'ticks':
			return part.items.map(item => `  [ ] ${item.label}`);
	}
}

function blockLines(block: Block, { worded }: Paper): readonly string[] {
	const what = block.file
		? describeFile(block.file.path.text, block.file.mode, block.file.owner?.text)
		: `${block.language} -e`;
	const when = block.when
		.map(({ name, test, value }) =>
			test === 'equals'
				? `${name} is ${value}`
				: `${name} is ${test === 'set' ? 'set' : 'not set'}`,
		)
		.join(' and ');
	return [
		worded(`${describeBlock(block)} · ${what}${when ? ` · only if ${when}` : ''}`),
		...block.content.text.split('\n').map(line => `| ${line}`),
	];
}
