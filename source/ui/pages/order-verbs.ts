/** The keys that run something: each only what was on the screen, and one order at a time. */
import { itemsOf } from '../../run/progress.ts';
import type { Execution, RunState } from '../../run/state.ts';
import { formatClock } from '../../text/duration.ts';
import { safe } from '../../text/safe.ts';
import type { Carried } from '../conductor.ts';
import { showText } from '../display.ts';
import { waysOf } from '../first-visit.ts';
import { endedNotice, noticeOf, stopNotice, type Ways } from '../model/notices.ts';
import { itemsOfOrder, openBefore } from '../model/order.ts';
import { statusLook } from '../model/status.ts';
import type { Notice } from '../page.ts';
import { ask } from './question-page.ts';
import type { WalkPage } from './walk-page.ts';
import { askForNeeds, undosOfStep } from './walk-verbs.ts';

const dry: Notice = { text: safe`This is a dry run: nothing runs.`, role: 'warning' };

/** `r`: asks what is not known yet, shows what was not seen yet, and only then runs. */
export function runStep(page: WalkPage): void {
	const { desk, window } = page;
	if (page.app.dryRun && !desk.walk.state.began.dryRun) page.say(dry);
	else if (window.next === undefined && !hasBelow(page)) void openAgain(page);
	else if (askForNeeds(page)) return;
	else if (window.showUnseen()) {
		page.say({
			text: window.hidesAhead
				? safe`Not all of it was on the screen: look, then r again.`
				: safe`Not all of it was on the screen. Now it is: look, then r runs it.`,
			role: 'warning',
		});
	} else void runAsking(page);
}

/** So many of the steps that are left open are named. */
const NAMED = 3;

/** Whoever has come here past steps that are not done may have meant to look only. */
async function runAsking(page: WalkPage): Promise<void> {
	const { desk, window } = page;
	const { visit } = window;
	const before = isAskedAbout(page) ? openBefore(desk.walk.progress(), visit) : [];
	if (before.length > 0 && !page.ahead.has(visit)) {
		const more = before.length - NAMED;
		const yes = await ask(page.app, {
			title: safe`Run it before what comes first?`,
			yes: 'run it all the same',
			text: [
				before.length === 1
					? 'One step before this one is not done:'
					: `${before.length} steps before this one are not done${more > 0 ? ', the first of them' : ''}:`,
				`${before.slice(0, NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
				'What they check or make, this one may need. Run it all the same?',
			],
		});
		if (!yes) {
			page.say({ text: safe`Not run.`, role: 'plain' });
			return;
		}
		page.ahead.add(visit);
	}
	await carryOut(page, () => desk.conductor.run(visit));
}

/**
 * Whether `r` would start something, and not only say what has to be done. Before what is dangerous
 * the same is said where its word is asked for.
 */
function isAskedAbout({ desk, view, window }: WalkPage): boolean {
	const act = desk.walk.next(window.visit);
	if (desk.isDry || (act.kind === 'stop' && act.stop.kind !== 'unknown')) return false;
	return !itemsOfOrder(view).some(({ item }) => item.kind === 'block' && item.block.danger);
}

/**
 * Enter in a dry run: what is left of the step is marked, for nothing of it can run, and the walk
 * goes on. It stays where something has to be chosen, or stands against running it.
 */
export async function passDry(page: WalkPage): Promise<void> {
	const { desk, window } = page;
	const at = window.visit;
	const notice = await desk.order(
		async () => {
			for (;;) {
				const ran = await desk.conductor.run(at);
				if (ran.kind === 'pause') continue;
				if (ran.kind !== 'stop' || ran.stop.kind !== 'by-hand' || !ran.item) return ran;
				desk.walk.mark(ran.item, 'would-run');
			}
		},
		ran => (ran.kind === 'end' ? undefined : sayHow(page, at, ran)),
	);
	if (page.app.isLeft) return;
	window.settle();
	if (notice) page.say(notice);
	else page.goOn();
}

/** `v`: the gates of the step once more. */
export function verifyStep(page: WalkPage): void {
	const { desk, window } = page;
	const gates = itemsOf(page.view).filter(
		({ item }) => item.kind === 'block' && ['done', 'verify'].includes(item.block.purpose),
	);
	if (desk.isDry) page.say(dry);
	else if (gates.length === 0) page.say({ text: safe`This step has no gates.`, role: 'plain' });
	else if (!askForNeeds(page)) {
		void carryOut(
			page,
			() => desk.conductor.verify(window.visit),
			ran => (ran.kind === 'end' ? passedAgain(desk.walk.state) : undefined),
		);
	}
}

/** Gates that pass as before leave the picture as it was: when it was tells that they ran. */
function passedAgain({ executions }: RunState): Notice | undefined {
	const ended = executions.at(-1)?.endedAt;
	if (ended === undefined) return undefined;
	const offset = -new Date(ended).getTimezoneOffset();
	return { text: safe`Passed again, at ${formatClock(ended, offset)}.`, role: 'good' };
}

/** Follows what runs since before the program was started. */
export async function followRunning(page: WalkPage): Promise<void> {
	page.window.follow();
	page.say({ text: safe`This command ran on while you were away.`, role: 'plain' });
	const notice = await page.desk.order(
		() => page.desk.conductor.follow(),
		execution => execution && endedNotice(execution, page.window.next === undefined),
	);
	if (page.app.isLeft) return;
	page.window.settle();
	page.say(notice);
}

/** Whether a step of a numbered list is left below this one: `r` leads there. */
function hasBelow({ desk, window }: WalkPage): boolean {
	const act = desk.walk.next(window.visit);
	return act.kind === 'stop' && act.stop.kind === 'step-below';
}

/** One `r` too many does nothing twice: it is asked about. */
async function openAgain(page: WalkPage): Promise<void> {
	const { desk, window } = page;
	const { status } = page.view;
	if (itemsOf(page.view).length === 0) {
		page.say({ text: safe`Nothing runs here: Enter goes on.`, role: 'plain' });
		return;
	}
	const again = await ask(page.app, {
		title: safe`Open it again?`,
		yes: 'open it again',
		text: [
			status === 'undone'
				? 'This step was taken back.'
				: `This step is finished: ${statusLook(status).word}. Run again, what it does is done twice.`,
			'y opens it again; nothing runs by that. r runs it then, and it is on record as a second time.',
		],
	});
	if (!again) return;
	const notice = desk.attempt(() => desk.walk.reopen(window.visit));
	window.settle();
	page.say(notice ?? { text: safe`Open again, and nothing has run. r runs it.`, role: 'plain' });
}

/** `how` may say it in other words than is usual. */
async function carryOut(
	page: WalkPage,
	order: () => Promise<Carried>,
	how: (ran: Carried) => Notice | undefined = () => undefined,
): Promise<void> {
	const { window } = page;
	const at = window.visit;
	window.follow();
	const notice = await page.desk.order(order, ran => {
		if (window.visit === at) window.settle();
		// Of a list that takes things back, each is one more press of the same key.
		if (window.next?.item.kind === 'take-back') window.showAhead();
		return how(ran) ?? sayHow(page, at, ran);
	});
	if (page.app.isLeft) return;
	page.say(notice);
}

function sayHow(page: WalkPage, at: string, ran: Carried): Notice {
	if (ran.kind === 'stop' && ran.stop.kind === 'step-below') {
		page.goTo(ran.stop.visit);
		return noticeOf(ran, showText(page.view.visit.step.title));
	}
	if (ran.kind === 'stop' && ran.stop.kind === 'waiting') askForNeeds(page);
	if (ran.kind === 'end') return page.finishedNotice();
	// What stands against the action that would be next is of more use than that it is next.
	const then = ran.kind === 'pause' ? page.desk.walk.next(at) : undefined;
	const next = page.nextTitle();
	if (then?.kind === 'take-back') return takenBackNotice(page, then.item.link.target);
	return then?.kind === 'stop'
		? stopNotice(then.stop, next)
		: noticeOf(ran, next, ran.kind === 'failed' ? waysFrom(page, ran.execution) : {});
}

/** What helps where this failed. */
function waysFrom({ desk, view }: WalkPage, { item, undoes }: Execution): Ways {
	const tries = desk.walk.state.executions.filter(
		execution => execution.item === item && execution.undoes === undoes,
	);
	return { ...waysOf(desk.walk, view.visit), attempt: tries.length };
}

/** Of several that a step takes back, by one link or by many, each is an order of its own. */
function takenBackNotice(page: WalkPage, below: string): Notice {
	const { walk } = page.desk;
	const [next] = walk.undos({ below });
	const count = undosOfStep(page);
	const title = showText(next?.title ?? '');
	const so =
		walk.state.executions.at(-1)?.undoes === undefined ? safe`Done so far` : safe`Taken back`;
	const press = page.window.hidesAhead
		? safe`r shows all that it runs`
		: count <= 1
			? safe`r takes it back`
			: safe`r takes back the next`;
	const left = count <= 1 ? safe`One is left, ${press}` : safe`${count} are left, ${press}`;
	return next
		? { text: safe`${so}. ${left}: ${title}`, role: 'good' }
		: { text: safe`${so}. r goes on.`, role: 'good' };
}
