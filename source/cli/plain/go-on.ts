/** One thing of a step: runs it, asks about it, or says why the walk stops here. */

import type { Stop } from '../../run/next-act.ts';
import { type Item, type Visit, visitOf } from '../../run/outline.ts';
import { planBlock } from '../../run/plan.ts';
import type { ItemView } from '../../run/progress.ts';
import { formatBytes } from '../../text/duration.ts';
import { type HandOver, leastFreeBytes } from '../../walk/jobs.ts';
import { shortHost } from '../../walk/session.ts';
import type { Approval, Ran } from '../../walk/walk.ts';
import { exitCodes } from '../exit-codes.ts';
import { complain, printLines } from '../io.ts';
import { ask, isYes } from './ask.ts';
import { byHand, markDone, skip, skippedAsGiven } from './by-hand.ts';
import { describeBlock, printScript } from './print-visit.ts';
import { resumeCommand } from './resume-command.ts';
import { showOnly } from './show-only.ts';
import type { Plain } from './walk-plainly.ts';

/** Gives an exit status when the walk stops here. */
export async function goOn(
	plain: Plain,
	visit: Visit,
	view: ItemView,
): Promise<number | undefined> {
	const { item } = view;
	if (view.status === 'undone') return afterUndo(plain, visit, item);
	if (item.kind === 'choice' || item.kind === 'hand') plain.printer.upTo(undefined);
	if (item.kind === 'choice') return choose(plain, visit, item);
	if (plain.walk.state.began.dryRun) return showOnly(plain, item);
	if (item.kind === 'hand' || item.kind === 'tick') return byHand(plain, visit, item);
	if (plain.stoppedBefore.has(item.id)) {
		// A gate that failed was not done by anybody: that needs a reason.
		if (isAction(item) && plain.answers.done(visit.id, visit.step)) {
			return byHand(plain, visit, item);
		}
		if (skippedAsGiven(plain, visit, item)) return undefined;
	}
	const ran = await plain.walk.runOn(visit.id, {
		approve: approval => approve(plain, visit, approval),
		again: (_item, why) => mayAgain(plain, why),
		lowSpace: () => mayWithLowSpace(plain),
		...(plain.asks ? { handOver } : {}),
	});
	return settle(plain, visit, item, ran);
}

/** The terminal is the command's own meanwhile; Ctrl-C is meant for the command. */
const handOver: HandOver = use => use();

async function settle(
	plain: Plain,
	visit: Visit,
	asked: Item,
	ran: Ran,
): Promise<number | undefined> {
	switch (ran.kind) {
		case 'end':
		case 'pause':
			return undefined;
		case 'stop':
			return stopped(plain, visit, ran.stop, ran.item ?? asked);
		case 'failed':
			return afterFailure(plain, ran.item, exitCodes.failed);
		case 'not-approved':
			return afterFailure(
				plain,
				ran.item,
				plain.asks ? exitCodes.unfinished : exitCodes.unanswered,
			);
		case 'low-space':
			return exitCodes.unfinished;
		case 'no-terminal':
			if (plain.answers.done(visit.id, visit.step)) return byHand(plain, visit, ran.item);
			complain(
				plain.io,
				`runbook: \`${visit.id}\` needs a terminal. Go on there: ${resumeCommand(plain)}`,
			);
			return exitCodes.unfinished;
	}
}

async function stopped(
	plain: Plain,
	visit: Visit,
	stop: Stop,
	item: Item,
): Promise<number | undefined> {
	const { io, walk } = plain;
	switch (stop.kind) {
		case 'elsewhere': {
			const plan =
				item.kind === 'block' ? planBlock(walk.runbook, walk.state, item.block) : undefined;
			if (item.kind === 'block' && plan?.kind === 'ready') {
				plain.printer.upTo(item);
				printScript(io, describeBlock(item.block), plan.script);
			}
			printLines(io, [`This runs on ${stop.host}, which is not this machine.`]);
			return byHand(plain, visit, item);
		}
		case 'needs-root':
			complain(io, 'runbook: This needs root. Leave, and start `sudo runbook`, or do it by hand.');
			return byHand(plain, visit, item);
		case 'unknown':
			return afterFailure(plain, item, exitCodes.unfinished);
		case 'by-hand':
			return byHand(plain, visit, item);
		case 'waiting':
			complain(
				io,
				`runbook: \`${visit.id}\` waits for ${stop.names.map(name => `\`${name}\` (--set ${name}=…)`).join(', ')}.`,
			);
			return exitCodes.unanswered;
		case 'refused':
			complain(io, `runbook: The value of \`${stop.name}\` may not stand here: ${stop.because}.`);
			return exitCodes.usage;
		case 'not-needed':
			return notNeededAnyMore(plain, item, stop.because);
		case 'choose':
		case 'step-below':
			return undefined;
		case 'running':
			await walk.followRunning();
			return undefined;
	}
}

async function choose(
	plain: Plain,
	visit: Visit,
	item: Extract<Item, { kind: 'choice' }>,
): Promise<number | undefined> {
	const { io, walk, answers } = plain;
	const given = answers.given.choice(item);
	if (given !== undefined) {
		walk.choose(visit.id, given);
		printLines(io, ['', `> ${item.choices[given]?.label}`]);
		return undefined;
	}
	if (!plain.asks) {
		complain(
			io,
			`runbook: The decision \`${visit.id}\` is not taken. Give it: --choose ${visit.id}=…`,
		);
		return exitCodes.unanswered;
	}
	printLines(io, ['', ...item.choices.map((choice, n) => `  ${n + 1}  ${choice.label}`)]);
	for (;;) {
		const typed = await ask(io, `Which one? [1-${item.choices.length}, Enter leaves] `);
		if (typed === '') return exitCodes.unfinished;
		const number = /^[0-9]+$/.test(typed) ? Number(typed) - 1 : -1;
		if (item.choices[number]) {
			walk.choose(visit.id, number);
			return undefined;
		}
		complain(io, `runbook: \`${typed}\` is none of 1 to ${item.choices.length}.`);
	}
}

/** Nothing goes on by itself after a failure. */
export async function afterFailure(
	plain: Plain,
	item: Item,
	status: number,
): Promise<number | undefined> {
	if (plain.isInterrupted()) return exitCodes.interrupted;
	if (!plain.asks) {
		if (status !== exitCodes.unanswered) complain(plain.io, whatThen(plain, item));
		return status;
	}
	const typed = await ask(
		plain.io,
		'What now? [r: run again, d: done by hand, s: skip, Enter leaves] ',
	);
	switch (typed) {
		case 'r':
			return undefined;
		case 'd':
			markDone(plain, item);
			return undefined;
		case 's':
			await skip(plain, item);
			return undefined;
		default:
			return status;
	}
}

/** By another answer; but what it did before it failed may still stand, and somebody has to know. */
async function notNeededAnyMore(
	plain: Plain,
	item: Item,
	because: string,
): Promise<number | undefined> {
	const { io, asks } = plain;
	const step = visitOf(item.id);
	complain(
		io,
		`runbook: \`${step}\` has failed, and is not needed any more (${because}). What it did until then may still stand: look.`,
	);
	if (!asks) {
		complain(io, `To go on without it: --skip ${step}=REASON`);
		return exitCodes.unfinished;
	}
	if ((await ask(io, 'What now? [s: go on without it, Enter leaves] ')) !== 's') {
		return exitCodes.unfinished;
	}
	await skip(plain, item);
	return undefined;
}

/** What was taken back is neither done again nor passed by without being asked. */
async function afterUndo(plain: Plain, visit: Visit, item: Item): Promise<number | undefined> {
	const { io, walk, answers } = plain;
	if (answers.done(visit.id, visit.step)) return byHand(plain, visit, item);
	if (skippedAsGiven(plain, visit, item)) return undefined;
	if (!answers.yes && !plain.asks) {
		const command = resumeCommand(plain);
		complain(
			io,
			`runbook: \`${visit.id}\` was taken back. To do it again: ${command} --yes. To go on without it: --skip ${visit.id}=REASON`,
		);
		return exitCodes.unanswered;
	}
	const typed = answers.yes
		? 'r'
		: await ask(
				io,
				'This was taken back. What now? [r: do it again, d: done by hand, s: skip, Enter leaves] ',
			);
	switch (typed) {
		case 'r':
			printLines(io, ['', 'This was taken back, and is done again.']);
			walk.openUndone(visit.id);
			return undefined;
		case 'd':
			markDone(plain, item);
			return undefined;
		case 's':
			await skip(plain, item);
			return undefined;
		default:
			return exitCodes.unfinished;
	}
}

function whatThen(plain: Plain, item: Item): string {
	const step = visitOf(item.id);
	const done = isAction(item) ? ` If you have done it by hand: --done ${step}.` : '';
	return `runbook: \`${step}\` is not done. To run it again: ${resumeCommand(plain)}.${done} To go on without it: --skip ${step}=REASON`;
}

function isAction(item: Item): boolean {
	return item.kind === 'block' && item.block.purpose === 'action';
}

/** Nobody there to ask means no: what ran once is not run twice. */
async function mayAgain({ io, asks }: Plain, why: string): Promise<boolean> {
	complain(io, `runbook: It is not known whether this ran: ${why || 'no trace is left'}.`);
	return asks && isYes(await ask(io, 'Run it again? [y/N] '));
}

async function mayWithLowSpace({ io, asks, answers }: Plain): Promise<boolean> {
	if (answers.yes) return true;
	complain(io, `runbook: Less than ${formatBytes(leastFreeBytes)} are free where the run is kept.`);
	return asks && isYes(await ask(io, 'Start it all the same? [y/N] '));
}

async function approve(plain: Plain, visit: Visit, approval: Approval): Promise<boolean> {
	const { io, answers } = plain;
	const { item, script, undo } = approval;
	const block = item.kind === 'block' ? item.block : undefined;
	plain.printer.upTo(item);
	printScript(io, undo ? `undo of “${undo.title}”` : block ? describeBlock(block) : 'undo', script);
	for (const warning of undo?.warnings ?? []) printLines(io, [warning]);
	if (undo ? undo.entry.danger : block?.danger) return confirmDanger(plain, visit);
	const isAction = undo !== undefined || block?.purpose === 'action';
	if (!isAction || answers.yes) return true;
	return plain.asks && isYes(await ask(io, 'Run this? [y/N] '));
}

async function confirmDanger(plain: Plain, visit: Visit): Promise<boolean> {
	const { io, walk, answers } = plain;
	const word = shortHost(walk.session.host);
	// Another word was refused before the walk began.
	if (answers.confirmed(visit.id, visit.step) === word) return true;
	if (!plain.asks) {
		complain(
			io,
			`runbook: \`${visit.id}\` is dangerous. To confirm it: --confirm ${visit.id}=${word}`,
		);
		return false;
	}
	return (
		(await ask(io, `This is dangerous. To run it, type the name of this machine, ${word}: `)) ===
		word
	);
}
