/** What can be done about a command that runs: stop it, or leave it to the machine. */
import { canBeClosed } from '../../run/taken-back.ts';
import { safe } from '../../text/safe.ts';
import { showText } from '../display.ts';
import type { Notice } from '../page.ts';
import { messageOf } from '../unfinished.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { ask } from './question-page.ts';

/** Runs for which ending was asked for already: the second time it is at once. */
const asked = new WeakMap<object, number>();

/** Asks a command to end; the second time for the same command it ends at once. */
export function stopRunning(page: { readonly desk: WalkDesk; say(notice: Notice): void }): void {
	const { desk } = page;
	const { running } = desk;
	if (!running) return;
	const now = asked.get(desk) === running.job;
	asked.set(desk, running.job);
	page.say({
		text: now
			? safe`Ending it at once.`
			: safe`Asked it to end; in five seconds it is made to. Ctrl-C again: at once.`,
		role: 'warning',
	});
	desk.walk.stop(now).then(
		left => {
			if (left.length === 0) return;
			const names = left.slice(0, 3).map(({ pid, command }) => `${pid} ${command}`);
			page.say({
				text: showText(`Still alive, in sessions of their own: ${names.join('; ')}`),
				role: 'warning',
			});
		},
		(error: unknown) => page.say({ text: showText(messageOf(error)), role: 'bad' }),
	);
}

/** Goes on with leaving; asks first where a change would be lost by it. */
export function leaveAsking(desk: WalkDesk, leave: () => void): void {
	const [first, ...others] = desk.changedSteps;
	if (first === undefined) {
		closeAsking(desk, leave);
		return;
	}
	const more = others.length === 0 ? '' : `, and in ${others.length} more`;
	const hasRun = desk.changedSteps.every(step => step.hasRun);
	void ask(desk.app, {
		title: safe`Leave, and lose a change?`,
		yes: 'leave',
		text: [
			`A command was changed, and ${hasRun ? 'it ran and did not pass' : 'has not run'}, in: ${first.title}${more}`,
			hasRun
				? 'The change is kept nowhere for the next try. To keep it, go back and copy it (c).'
				: 'The change is kept nowhere. To keep it, go back and copy it (c), or run it.',
			'Leave?',
		],
	}).then(yes => {
		if (yes) closeAsking(desk, leave);
	});
}

/** Of a run that was taken back as far as that goes, whoever leaves it says whether it is over. */
function closeAsking(desk: WalkDesk, leave: () => void): void {
	const { walk } = desk;
	if (!canBeClosed(walk.progress(), walk.state)) {
		leave();
		return;
	}
	void ask(desk.app, {
		title: safe`Close this run?`,
		yes: 'close it, and leave',
		no: 'keep it, and leave',
		text: [
			'All that has an undo is taken back. What ran without one stands, if it changed anything.',
			'Closed, the run is over, and no longer among the unfinished ones. Its record stays.',
		],
	}).then(yes => {
		if (yes) desk.attempt(() => walk.finish());
		leave();
	});
}

/** Ctrl-C where nothing runs: perhaps it was meant for the command that has just ended. */
export function interrupt(page: { readonly desk: WalkDesk; say(notice: Notice): void }): void {
	if (page.desk.hasJustEnded()) {
		page.say({
			text: safe`The command has just ended. Ctrl-C once more leaves the program.`,
			role: 'warning',
		});
	} else quitAsking(page.desk);
}

/** Leaves the program. With a command running it says what becomes of it, and asks. */
export function quitAsking(desk: WalkDesk): void {
	const leave = () => {
		desk.close();
		desk.app.leave();
	};
	if (!desk.running) {
		leaveAsking(desk, leave);
		return;
	}
	const isTty = desk.running.tty;
	void ask(desk.app, {
		title: safe`Leave while a command runs?`,
		yes: 'leave',
		text: [
			isTty
				? 'It has the terminal, and ends with it.'
				: 'The command goes on by itself: it belongs to the machine, not to this terminal.',
			`The run is kept. To see how it ended: ${desk.walk.session.command} resume ${desk.walk.run.id}`,
			'Leave?',
		],
	}).then(yes => {
		if (yes) leave();
	});
}
