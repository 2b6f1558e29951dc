/** How one block of this machine is run, and how it is taken back. */
import type { Block } from '../../runbook/types.ts';
import { restoreScript } from '../file-script.ts';
import { secretsOf } from '../needs.ts';
import type { Visit } from '../outline.ts';
import { knownOf } from '../values.ts';
import { checkOf } from './checks.ts';
import { captured, frame, repeated } from './frame.ts';
import type { Late } from './late.ts';
import { type Rendered, renderBlock } from './render.ts';
import type { Writing } from './writing.ts';

export type Execution = {
	/** What may still refuse the block, or makes room for it. */
	readonly preparation: readonly string[];
	readonly lines: readonly string[];
	/** Where its status is, directly behind the lines. */
	readonly status: '$?' | '$RUNBOOK_STATUS';
};

export function execution(writing: Writing, block: Block, visit: Visit): Execution {
	const { needs, late } = writing;
	const rendered = render(writing, block);
	needs.root ||= block.root;
	needs.limits ||= block.timeout !== undefined || block.purpose !== 'action' || !!block.capture;
	const capture = block.capture === undefined ? undefined : late.get(block.capture);
	const plain = framed(block, rendered);
	const once = capture ? captured(capture.variable, plain) : plain;
	const preparation = [
		...usedValues(writing, rendered),
		...rendered.demands,
		...jobFolder(writing, block, visit),
	];
	return block.within === undefined
		? { preparation, lines: once, status: '$?' }
		: { preparation, lines: repeated(block.within, once), status: '$RUNBOOK_STATUS' };
}

/** The body of an undo function. It needs nothing else, so that it can be pasted into a shell. */
export function undoLines(writing: Writing, block: Block, visit: Visit): readonly string[] {
	const rendered = render(writing, block);
	const inPath = block.file?.path.placeholders.map(({ name }) => name);
	const values = rendered.uses
		.filter(({ name }) => inPath === undefined || inPath.includes(name))
		.map(({ variable }) => `: "\${${variable}:?}"`);
	if (block.purpose === 'undo') {
		return [
			...values,
			...rendered.demands,
			...jobFolder(writing, block, visit),
			...framed(block, rendered),
		];
	}
	const job = `"\${RUNBOOK_JOBS:?}/${writing.jobOf(visit, block)}"`;
	const text = restoreScript(rendered.path ?? '', job);
	return [...values, ...frame({ text, language: 'sh', tty: false, variables: [] })];
}

/** A capture that may have come from elsewhere is seen to be there, and good, before its use. */
export function demanded(writing: Writing, late: Late): readonly string[] {
	const { variable, input } = late;
	if (writing.sure.has(variable)) return [];
	writing.sure.add(variable);
	writing.checks.set(late.name, late);
	writing.needs.values.set(variable, input.prompt);
	return [`: "\${${variable}:?}"`, checkOf(late).name];
}

function usedValues(writing: Writing, rendered: Rendered): readonly string[] {
	const optional = rendered.optional.filter(({ variable }) => !writing.sure.has(variable));
	return [
		...rendered.uses.flatMap(late => demanded(writing, late)),
		...optional.map(late => {
			writing.checks.set(late.name, late);
			return `if [ -n "\${${late.variable}-}" ]; then ${checkOf(late).name}; fi`;
		}),
	];
}

function framed(block: Block, { text, language, uses }: Rendered): readonly string[] {
	const variables = uses.map(({ variable }) => variable);
	return frame({ text, language, tty: block.tty, variables });
}

/** For a block that keeps something, or that speaks of the folder. */
function jobFolder(writing: Writing, block: Block, visit: Visit): readonly string[] {
	if (!block.file && !block.content.text.includes('RUNBOOK_JOB')) return [];
	writing.needs.jobs = true;
	return [
		`RUNBOOK_JOB="\${RUNBOOK_JOBS:?}/${writing.jobOf(visit, block)}"`,
		'export RUNBOOK_JOB',
		'mkdir "$RUNBOOK_JOB" || exit',
	];
}

function render(writing: Writing, block: Block): Rendered {
	const { runbook, state, late, needs } = writing;
	needs.bash ||= block.language === 'bash';
	for (const name of secretsOf(runbook, block)) {
		const input = runbook.inputs.find(other => other.name === name);
		const known = knownOf(state, name).kind;
		if (known === 'empty') continue;
		if (known === 'missing' && input?.optional) needs.optionalSecrets.add(name);
		else needs.secrets.add(name);
	}
	return renderBlock(runbook, state, late, block);
}
