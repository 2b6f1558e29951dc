/** `done` before the actions, `undo` behind them. */
import { blocksOf } from '../steps.ts';
import type { Block, Step } from '../types.ts';
import type { Checked } from './index.ts';

export function checkBlockOrder({ steps, report }: Checked): void {
	for (const step of steps) {
		checkDone(step, report);
		checkUndo(blocksOf(step), report);
	}
}

function checkDone(step: Step, report: Checked['report']): void {
	let first: Block | undefined;
	let didSomething = false;
	for (const part of step.parts) {
		if (part.kind === 'links') didSomething = true;
		if (part.kind !== 'block') continue;
		if (part.purpose === 'action') didSomething = true;
		if (part.purpose !== 'done') continue;
		if (first) {
			report.add(
				'second-done',
				part.position,
				`\`${step.title}\` has a second \`done\`.`,
				'Make one of both, or two steps.',
			);
		} else if (didSomething) {
			report.add(
				'done-after-action',
				part.position,
				'This `done` stands behind an action or numbered list that it should save.',
				'Put it before them, or write `verify` if it proves that they worked.',
			);
		}
		first ??= part;
	}
	if (!first || didSomething) return;
	report.add(
		'done-without-action',
		first.position,
		`This \`done\` saves nothing: \`${step.title}\` has no action and no numbered list.`,
		'Write `verify` if it must pass.',
	);
}

/** An `undo` takes back the actions above it, up to the `undo` before it; or the file below it. */
function checkUndo(blocks: readonly Block[], report: Checked['report']): void {
	const order = blocks.filter(({ purpose }) => purpose === 'action' || purpose === 'undo');
	for (const [index, block] of order.entries()) {
		if (block.purpose !== 'undo') continue;
		checkBetweenFiles(order, index, report);
		if (order[index - 1]?.purpose === 'action' || order[index + 1]?.file) continue;
		report.add(
			'undo-without-action',
			block.position,
			'This `undo` has nothing to take back: no action stands between it and the `undo` or heading above, and no file block below.',
			'Put it behind the action that it takes back, in the same step.',
		);
	}
}

/** `undo`, file, `undo`, file looks like two pairs, and the second `undo` belongs to the first file. */
function checkBetweenFiles(
	order: readonly Block[],
	index: number,
	report: Checked['report'],
): void {
	const [before, first, above, block, below] = [-3, -2, -1, 0, 1].map(at => order[index + at]);
	const isOfFile = first?.purpose === 'undo' && before?.purpose !== 'action';
	if (!block || !isOfFile || !above?.file || !below?.file) return;
	report.add(
		'undo-between-files',
		block.position,
		'This `undo` takes back the file above it, like the `undo` above that; the file below has none.',
		'If it is for the file below, make that a step of its own.',
	);
}
