/** The bytes of a block as they stand in a script, with variables where captures are put in. */
import {
	type Filling,
	quoteWord,
	readCommand,
	renderCommand,
} from '../../runbook/command/index.ts';
import type { Block, Language, Runbook } from '../../runbook/types.ts';
import { type PlannedFile, planBlock } from '../plan.ts';
import type { RunState } from '../state.ts';
import { kindOf, knownOf } from '../values.ts';
import { withoutConditions } from './conditions.ts';
import type { Late, LateNames } from './late.ts';
import { lateFile } from './late-file.ts';

export type Rendered = {
	readonly text: string;
	readonly language: Language;
	/** The captures that it uses. */
	readonly uses: readonly Late[];
	/** Those that a file can do without: a line without its value is left out. */
	readonly optional: readonly Late[];
	/** Lines that refuse a value that may not stand in this very place; they go before the block. */
	readonly demands: readonly string[];
	/** The path of a file block as one shell word. */
	readonly path?: string;
	/** The file for reading, with `$name` where a capture stands. */
	readonly file?: PlannedFile;
};

/** A value may not stand where it would stand; there is no script then. */
export class Refused extends Error {
	override name = 'Refused';
	readonly input: string;
	readonly block: Block;

	constructor(block: Block, input: string, because: string) {
		super(because);
		this.block = block;
		this.input = input;
	}
}

/** @throws Refused for a value, or for a block that cannot be read. */
export function renderBlock(
	runbook: Runbook,
	state: RunState,
	late: LateNames,
	block: Block,
): Rendered {
	const templates = [block.content, block.file?.path, block.file?.owner];
	const names = templates.flatMap(part => part?.placeholders.map(({ name }) => name) ?? []);
	const uses = [...new Set(names)].flatMap(name => late.get(name) ?? []);
	if (uses.length > 0) {
		return block.file
			? lateFile(runbook, state, late, block, uses)
			: lateCommand(runbook, state, late, block, uses);
	}
	const plan = planBlock(runbook, state, withoutConditions(block));
	switch (plan.kind) {
		case 'ready': {
			const { text, language, file } = plan.script;
			return {
				text,
				language,
				uses: [],
				optional: [],
				demands: [],
				...(file ? { path: quoteWord(file.path), file } : {}),
			};
		}
		case 'waiting':
			throw new Refused(block, plan.names.join(', '), 'It has no value.');
		case 'refused':
			throw new Refused(block, plan.name, plan.because);
		case 'not-needed':
			throw new TypeError('A block without conditions is always needed.');
	}
}

function lateCommand(
	runbook: Runbook,
	state: RunState,
	late: LateNames,
	block: Block,
	uses: readonly Late[],
): Rendered {
	const { command, problems } = readCommand(block.content, block.language, name =>
		kindOf(runbook, name),
	);
	if (!command) throw new Refused(block, '', problems[0]?.message ?? 'The block cannot be read.');
	const fill = (name: string): Filling => {
		const capture = late.get(name);
		if (capture) return { variable: capture.variable, plain: true };
		const known = knownOf(state, name);
		if (known.kind !== 'value') throw new Refused(block, name, 'It has no value.');
		return { value: known.value };
	};
	const rendering = renderCommand(command, fill);
	if ('refused' in rendering) {
		throw new Refused(block, rendering.refused.name, rendering.refused.reason);
	}
	const plain = new Set(
		command.slots.filter(slot => slot.plainOnly && !slot.place.number).map(slot => slot.name),
	);
	return {
		text: rendering.text,
		language: block.language,
		uses,
		optional: [],
		demands: uses.filter(({ name }) => plain.has(name)).map(plainDemand),
	};
}

function plainDemand({ name, variable }: Late): string {
	const refusal = `runbook: \${RUNBOOK_STEP-}: in ${name} only letters, digits and _ . , : @ % / + - may stand here.`;
	return `case $${variable} in -* | *[!A-Za-z0-9_.,:@%/+-]*) echo "${refusal}" >&2; exit 1 ;; esac`;
}
