/**
 * The exact script of a block, with the values as they are now. What this gives is shown, copied,
 * approved, executed and recorded: no other place makes the bytes of a block.
 */
import { type Filling, readCommand, renderCommand } from '../runbook/command/index.ts';
import type { Block, Language, Runbook, Value } from '../runbook/types.ts';
import { conditionText, firstInTheWay } from './conditions.ts';
import type { FrozenUndo } from './events.ts';
import { fillFile } from './file-content.ts';
import { fileScript } from './file-script.ts';
import type { BlockItem, Visit } from './outline.ts';
import type { RunState } from './state.ts';
import { undosFor } from './undo-groups.ts';
import { kindOf, knownOf } from './values.ts';

/** What a file block would write. */
export type PlannedFile = {
	readonly path: string;
	/** With its last newline. */
	readonly content: string;
	readonly mode?: string;
	readonly owner?: string;
};

export type Script = {
	readonly text: string;
	readonly language: Language;
	readonly file?: PlannedFile;
	/** The file that the script puts back, when it takes a file block back. */
	readonly restores?: string;
};

export type Plan =
	| { readonly kind: 'ready'; readonly script: Script }
	/** These names have no value yet; with `onlyIf`, they decide whether it is needed at all. */
	| { readonly kind: 'waiting'; readonly names: readonly string[]; readonly onlyIf?: string }
	| { readonly kind: 'not-needed'; readonly because: string }
	/** A value may not stand where it would stand. */
	| { readonly kind: 'refused'; readonly name: string; readonly because: string };

export function planBlock(runbook: Runbook, state: RunState, block: Block): Plan {
	const against = firstInTheWay(runbook, state, block.when);
	if (against) {
		return against.verdict === 'unknown'
			? {
					kind: 'waiting',
					names: [against.condition.name],
					onlyIf: conditionText(against.condition),
				}
			: { kind: 'not-needed', because: against.verdict.because };
	}
	return block.file ? planFile(runbook, state, block) : planCommand(runbook, state, block);
}

/** Whether a block runs on this machine, for this run. */
export function isHere(state: RunState, host: string | undefined): boolean {
	return host === undefined || state.hosts.get(host)?.here === true;
}

/** The undo scripts of an action, frozen with the values as they are now. */
export function freezeUndos(
	runbook: Runbook,
	state: RunState,
	visit: Visit,
	item: BlockItem,
): readonly FrozenUndo[] {
	const { capture } = item.block;
	// What it captured before is void: the one that it will capture is to be undone.
	const then = { ...state, answers: new Map(state.answers) };
	if (capture !== undefined) then.answers.delete(capture);
	return undosFor(visit.step, item.block).flatMap((block): FrozenUndo[] => {
		const isFile = block.purpose === 'action';
		const plan = planBlock(runbook, then, block);
		if (plan.kind === 'not-needed') return [];
		return [
			{
				position: block.index,
				kind: isFile ? 'file' : 'block',
				language: block.language,
				tty: block.tty && !isFile,
				root: block.root,
				danger: block.danger && !isFile,
				steps: visit.within,
				...(block.host === undefined ? {} : { host: block.host }),
				...(plan.kind === 'ready'
					? plan.script.file
						? { path: plan.script.file.path }
						: { script: plan.script.text }
					: {
							waiting: plan.kind === 'waiting' ? plan.names : [plan.name],
							known: valuesOf(then, block),
						}),
			},
		];
	});
}

/** The values that a block is made with, as far as they are there. */
function valuesOf({ answers }: RunState, block: Block): Record<string, Value> {
	const placed = block.content.placeholders.map(({ name }) => name);
	return Object.fromEntries(
		[...placed, ...block.when.map(({ name }) => name)].flatMap(name => {
			const answer = answers.get(name);
			return answer?.kind === 'value' ? [[name, answer.value]] : [];
		}),
	);
}

function planCommand(runbook: Runbook, state: RunState, block: Block): Plan {
	const { command, problems } = readCommand(block.content, block.language, name =>
		kindOf(runbook, name),
	);
	if (!command) {
		// A runbook with such a block is refused when it is read; this is the second line of defence.
		const problem = problems.find(other => other.severity === 'error') ?? problems[0];
		return { kind: 'refused', name: '', because: problem?.message ?? 'The block cannot be read.' };
	}
	const waiting = missing(
		state,
		command.slots.map(slot => slot.name),
	);
	if (waiting.length > 0) return { kind: 'waiting', names: waiting };
	const rendering = renderCommand(command, name => filling(state, name));
	if ('refused' in rendering) {
		const { name, reason } = rendering.refused;
		return { kind: 'refused', name, because: reason };
	}
	return { kind: 'ready', script: { text: rendering.text, language: block.language } };
}

function planFile(runbook: Runbook, state: RunState, block: Block): Plan {
	const filled = fillFile(
		block,
		name => knownOf(state, name),
		name => kindOf(runbook, name)?.type === 'path',
	);
	if (filled.kind !== 'ready') return filled;
	return {
		kind: 'ready',
		script: {
			text: fileScript(filled.file, state.began.id),
			language: 'sh',
			file: filled.file,
		},
	};
}

/** A file block with another content, as the operator has edited it. */
export function withContent(file: PlannedFile, content: string, runId: string): Script {
	const edited = { ...file, content };
	return { text: fileScript(edited, runId), language: 'sh', file: edited };
}

function filling(state: RunState, name: string): Filling {
	const known = knownOf(state, name);
	const value: Value = known.kind === 'value' ? known.value : '';
	return { value };
}

function missing(state: RunState, names: readonly string[]): readonly string[] {
	return [...new Set(names)].filter(name => knownOf(state, name).kind !== 'value');
}
