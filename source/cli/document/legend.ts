/** What the words of a document mean: those that it uses, and no others. */
import { blocksOf } from '../../run/undo-groups.ts';
import { namesInText } from '../../runbook/prose-names.ts';
import type { Block, Part, Runbook, Step } from '../../runbook/types.ts';
import type { Paper } from './paper.ts';

/** Columns before the meanings. */
const INDENT = 21;

/** What is looked through to see which words a runbook uses. */
type Used = {
	readonly blocks: readonly Block[];
	readonly parts: readonly Part[];
	readonly names: ReadonlySet<string>;
};

type Word = {
	readonly label: string;
	readonly meaning: string;
	readonly isUsed: (used: Used) => boolean;
};

export function legendLines(runbook: Runbook, paper: Paper): readonly string[] {
	const used = usedIn(runbook);
	const words = [...wordsOfBlocks, ...wordsOfText].filter(({ isUsed }) => isUsed(used));
	if (words.length === 0) return [];
	const undo =
		'To take a step back: u on the screen; and u once more for the whole run, of which the newest goes first. To go back to a step: b; that takes nothing back. After leaving, `runbook runs` lists the run, and `runbook resume` with its id goes on with it.';
	return [
		'',
		'The words below:',
		...words.flatMap(({ label, meaning }) => paper.meaning(label, meaning, INDENT)),
		...(used.blocks.some(isTakenBack) ? ['', ...paper.text(undo)] : []),
	];
}

function usedIn(runbook: Runbook): Used {
	const steps = allSteps(runbook.steps);
	const blocks = steps.flatMap(blocksOf);
	const templates = blocks.flatMap(({ content, file }) => [content, file?.path, file?.owner]);
	const prose = [runbook.introduction, ...steps.map(proseOf)].flatMap(namesInText);
	const placed = templates.flatMap(template => template?.placeholders ?? []);
	return {
		blocks,
		parts: steps.flatMap(({ parts }) => parts),
		names: new Set([...placed.map(({ name }) => name), ...prose]),
	};
}

function allSteps(steps: readonly Step[]): readonly Step[] {
	return steps.flatMap(step => [step, ...allSteps(step.steps)]);
}

function proseOf({ parts }: Step) {
	return parts.flatMap(part => (part.kind === 'prose' ? part.nodes : []));
}

function isTakenBack({ purpose, file }: Block): boolean {
	return purpose === 'undo' || (purpose === 'action' && file !== undefined);
}

const blockWord = (label: string, meaning: string, is: (block: Block) => boolean): Word => ({
	label,
	meaning,
	isUsed: ({ blocks }) => blocks.some(is),
});

const partWord = (label: string, meaning: string, is: (part: Part) => boolean): Word => ({
	label,
	meaning,
	isUsed: ({ parts }) => parts.some(is),
});

const nameWord = (label: string, meaning: string, is: (name: string) => boolean): Word => ({
	label,
	meaning,
	isUsed: ({ names }) => [...names].some(is),
});

const wordsOfBlocks: readonly Word[] = [
	blockWord(
		'done already?',
		'If it succeeds, the actions and numbered lists of the step are passed over.',
		({ purpose }) => purpose === 'done',
	),
	blockWord(
		'gate',
		'Only looks. It has to succeed before you go on, unless you skip it (s), with a reason.',
		({ purpose }) => purpose === 'verify',
	),
	blockWord(
		'within … s',
		'It is tried again every second, for so long.',
		({ within }) => within !== undefined,
	),
	blockWord(
		'action',
		'Does the work. It runs when you say so, and not before.',
		({ purpose }) => purpose === 'action',
	),
	blockWord(
		'gives NAME',
		'What it prints is kept under this name.',
		({ capture }) => capture !== undefined,
	),
	blockWord(
		'writes FILE',
		'This will be the whole file. If somebody changes it later, undo leaves it alone.',
		({ file, purpose }) => file !== undefined && purpose === 'action',
	),
	blockWord(
		'undo',
		'Takes back what the actions above it did in this run, when you ask for that.',
		({ purpose }) => purpose === 'undo',
	),
	blockWord(
		'on MACHINE',
		'It belongs there. If you say that this is that machine, it runs here; if not, you paste it there.',
		({ host }) => host !== undefined,
	),
	blockWord('root', 'It needs root.', ({ root }) => root),
	blockWord(
		'DANGER',
		'Before it runs, you type the name of this machine, in full.',
		({ danger }) => danger,
	),
	blockWord(
		'takes the terminal',
		'It asks you something itself, or opens an editor.',
		({ tty }) => tty,
	),
	blockWord(
		'only if …',
		'Passed over otherwise. What is empty or false is not set.',
		({ when }) => when.length > 0,
	),
	...(['sh', 'bash'] as const).map(
		(shell): Word => ({
			label: `${shell} -e`,
			meaning: `Run by ${shell}. The first command that fails ends the block.`,
			isUsed: ({ blocks }) => blocks.some(({ file, language }) => !file && language === shell),
		}),
	),
];

const wordsOfText: readonly Word[] = [
	nameWord(
		'{{name}}',
		'Its value stands there when it runs, quoted if need be.',
		name => !name.includes('.'),
	),
	nameWord('{{run.id}}', '12 letters and digits, of this run alone.', name => name === 'run.id'),
	nameWord('{{run.date}}', 'The day, as 20260131, in UTC.', name => name === 'run.date'),
	nameWord('{{host.NAME}}', 'What you call that machine.', name => name.startsWith('host.')),
	partWord(
		'* … → STEP',
		'You choose one, and only that is walked.',
		({ kind }) => kind === 'choices',
	),
	partWord(
		'→ skip',
		'It goes on with the step that follows.',
		part => part.kind === 'choices' && part.items.some(({ skips }) => skips),
	),
	partWord(
		'1. … → STEP',
		'That step is done here, each in its turn.',
		part => part.kind === 'links' && part.items.some(({ undo }) => !undo),
	),
	partWord(
		'1. … → undo STEP',
		'What was done there is taken back, the newest first.',
		part => part.kind === 'links' && part.items.some(({ undo }) => undo),
	),
	partWord('[ ] …', 'You look, and tick it.', ({ kind }) => kind === 'ticks'),
];
