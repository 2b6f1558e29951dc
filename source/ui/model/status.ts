/** Signs and words for how far a step or a block is. Colour is never the only sign. Pure. */
import { type ItemView, itemsOf, type StepStatus, type VisitView } from '../../run/progress.ts';
import { type Safe, safe } from '../../text/safe.ts';
import type { Role } from './line.ts';

export type StatusLook = { readonly sign: Safe; readonly word: Safe; readonly role: Role };

const looks: Readonly<Record<StepStatus, StatusLook>> = {
	open: { sign: safe`·`, word: safe``, role: 'faint' },
	read: { sign: safe`·`, word: safe``, role: 'faint' },
	begun: { sign: safe`»`, word: safe`begun`, role: 'accent' },
	running: { sign: safe`▶`, word: safe`running`, role: 'accent' },
	passed: { sign: safe`✓`, word: safe`done`, role: 'good' },
	'not-yet': { sign: safe`–`, word: safe`not done yet`, role: 'faint' },
	failed: { sign: safe`✗`, word: safe`failed`, role: 'bad' },
	unknown: { sign: safe`?`, word: safe`unknown`, role: 'warning' },
	'by-hand': { sign: safe`✓`, word: safe`by hand`, role: 'good' },
	skipped: { sign: safe`–`, word: safe`skipped`, role: 'warning' },
	'would-run': { sign: safe`○`, word: safe`would run`, role: 'accent' },
	'not-needed': { sign: safe`–`, word: safe`not needed`, role: 'faint' },
	'done-already': { sign: safe`✓`, word: safe`done already`, role: 'good' },
	undone: { sign: safe`↶`, word: safe`undone`, role: 'warning' },
};

/** What each sign says, for the help. */
export const legend: readonly (readonly [Safe, Safe])[] = [
	[looks.open.sign, safe`to be done`],
	[looks.begun.sign, looks.begun.word],
	[looks.running.sign, looks.running.word],
	[looks.passed.sign, safe`done`],
	[looks.undone.sign, looks.undone.word],
	[looks.skipped.sign, safe`skipped, or not needed`],
	[looks.failed.sign, looks.failed.word],
	[looks.unknown.sign, looks.unknown.word],
	[looks['would-run'].sign, safe`would run (dry run)`],
];

const undoing: Readonly<Record<NonNullable<ItemView['undoing']>, StatusLook>> = {
	running: { ...looks.running, word: safe`being undone` },
	failed: { ...looks.failed, word: safe`undo failed` },
	unknown: { ...looks.unknown, word: safe`undo unknown` },
};

/** A step with something left out is not simply done, nor is one whose undo has failed. */
export function stepLook(view: VisitView): StatusLook {
	const tried = itemsOf(view).find(item => item.undoing !== undefined)?.undoing;
	if (tried !== undefined) return undoing[tried];
	const look = isLookedAt(view) ? lookedAt : looks[view.status];
	const isDone = view.status === 'passed' || view.status === 'by-hand';
	const isPart = isDone && itemsOf(view).some(({ status }) => status === 'skipped');
	return isPart ? { ...looks.skipped, word: safe`skipped in part` } : look;
}

const lookedAt: StatusLook = { ...looks['would-run'], word: safe`looked at` };

/** In a dry run: a step without commands, of which nothing would run. */
function isLookedAt(view: VisitView): boolean {
	return (
		view.status === 'would-run' &&
		itemsOf(view).every(({ item }) => item.kind !== 'block' && item.kind !== 'take-back')
	);
}

export function statusLook(status: StepStatus): StatusLook {
	return looks[status];
}

/** The same of what a person does by hand. */
export function handLook(status: StepStatus): StatusLook {
	return status === 'would-run' ? lookedAt : looks[status];
}
