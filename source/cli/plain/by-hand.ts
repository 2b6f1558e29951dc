/** What a person does, or has done: steps by hand, ticks, blocks of other machines, undos. */
import type { Item, Visit } from '../../run/outline.ts';
import type { PlannedUndo } from '../../walk/undo.ts';
import { exitCodes } from '../exit-codes.ts';
import { complain, printLines, say } from '../io.ts';
import { ask, isYes } from './ask.ts';
import { printScript } from './print-visit.ts';
import { resumeCommand } from './resume-command.ts';
import type { Plain } from './walk-plainly.ts';

/** Gives an exit status when nobody says that it was done. */
export async function byHand(plain: Plain, visit: Visit, item: Item): Promise<number | undefined> {
	const { io, answers } = plain;
	const undo = nextUndo(plain, item);
	if (undo) showUndo(plain, undo);
	if (answers.done(visit.id, visit.step)) {
		printLines(io, [
			...(item.kind === 'tick' ? [`  [x] ${item.tick.label}`] : []),
			'Done by hand, as `--done` says.',
		]);
		markDone(plain, item);
		return undefined;
	}
	if (item.kind === 'tick') printLines(io, [`  [ ] ${item.tick.label}`]);
	if (skippedAsGiven(plain, visit, item)) return undefined;
	if (!plain.asks) {
		complain(
			io,
			`runbook: \`${visit.id}\` is done by hand. When it is done: ${resumeCommand(plain)} --done ${visit.id}`,
		);
		return exitCodes.unfinished;
	}
	const typed = await ask(io, 'Done? [y: done, s: skip, Enter leaves] ');
	if (isYes(typed)) markDone(plain, item);
	else if (typed === 's') await skip(plain, item);
	else return exitCodes.unfinished;
	return undefined;
}

/** Of an undo by link it settles the one that is next; the others have their turns. */
export function markDone(plain: Plain, item: Item): void {
	const undo = nextUndo(plain, item);
	if (undo) plain.walk.settle(undo.entry.id, 'by-hand');
	else plain.walk.mark(item, 'by-hand');
}

/** Passes over an item for the reason that the command line gives, if it gives one. */
export function skippedAsGiven(plain: Plain, visit: Visit, item: Item): boolean {
	const why = plain.answers.skipped(visit.id, visit.step);
	if (why === undefined) return false;
	printLines(plain.io, [`Skipped, as \`--skip\` says: ${why}`]);
	markSkipped(plain, item, why);
	return true;
}

/** Asks for the reason until there is one: it goes on the record. */
export async function skip(plain: Plain, item: Item): Promise<void> {
	let why = '';
	while (why === '') why = await ask(plain.io, 'Why? It goes on the record: ');
	markSkipped(plain, item, why);
}

function markSkipped(plain: Plain, item: Item, why: string): void {
	const undo = nextUndo(plain, item);
	if (undo) plain.walk.settle(undo.entry.id, 'skipped', why);
	else plain.walk.mark(item, 'skipped', why);
}

function nextUndo({ walk }: Plain, item: Item): PlannedUndo | undefined {
	return item.kind === 'take-back' ? walk.undos({ below: item.link.target })[0] : undefined;
}

/** One that the program cannot run was not shown for approval, either. */
function showUndo({ io }: Plain, { title, script, warnings, stop, entry }: PlannedUndo): void {
	if (!stop) return;
	if (script) printScript(io, `undo of “${title}”`, script);
	else say(io, ['', `undo of “${title}”${entry.path ? `: put ${entry.path} back` : ''}`]);
	printLines(io, warnings);
	if (stop.kind === 'by-hand') printLines(io, ['That was done by hand, and so is this.']);
}
