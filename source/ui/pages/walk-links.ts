/** From a step to another runbook that it names, and back; or on with that one, and this run is kept. */
import { putValues } from '../../run/put-values.ts';
import { type RunbookLink, runbookLinks } from '../../runbook/runbook-links.ts';
import { safe } from '../../text/safe.ts';
import type { Opened } from '../../walk/library.ts';
import { showText } from '../display.ts';
import { BriefPage } from './brief-page.ts';
import { followLinks } from './links-page.ts';
import { ask } from './question-page.ts';
import type { WalkPage } from './walk-page.ts';

/** The runbooks that the step names. */
export function linksOf({ view, desk }: WalkPage): readonly RunbookLink[] {
	const { parts } = view.visit.step;
	const links = runbookLinks(parts.flatMap(part => (part.kind === 'prose' ? part.nodes : [])));
	return links.map(link => ({ ...link, label: putValues(desk.walk.state, link.label) }));
}

/** It is read over the walk, and to walk it this run is left first. */
export function followFrom(page: WalkPage): void {
	const { app, desk } = page;
	followLinks({
		app,
		from: desk.walk.state.began.file,
		links: linksOf(page),
		say: notice => page.say(notice),
		open: opened =>
			app.open(
				new BriefPage(
					app,
					opened,
					() => app.changed(),
					other => exchange(page, other),
				),
			),
	});
}

/** Leaves the run as `b` on its first step does, and stands before the other one. */
function exchange(page: WalkPage, opened: Opened): void {
	const { title, dryRun } = page.desk.walk.state.began;
	const { command, id } = page.desk.way;
	const resume = `${command} resume ${id.slice(0, 5)}`;
	void ask(page.app, {
		title: safe`Leave this run?`,
		text: [
			`The run of "${title}" is open, and only one can be walked at a time.`,
			`It is kept as it is. To go on with it${dryRun ? '' : ': on top of the library, or'}: ${resume}`,
			`Leave it, to go on with "${opened.runbook?.title ?? opened.name}"?`,
		],
		yes: 'leave it',
	}).then(yes => {
		if (!yes) return;
		page.leave(back => {
			const notice = {
				text: safe`Kept: ${showText(title)}. To go on with it: ${showText(resume)}`,
				role: 'plain',
			} as const;
			page.app.open(new BriefPage(page.app, opened, back, undefined, notice));
		});
	});
}
