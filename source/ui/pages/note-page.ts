/** A note: it can be written wherever a run is looked at. */
import { flatten } from '../../run/progress.ts';
import { safe } from '../../text/safe.ts';
import type { Notice } from '../page.ts';
import type { WalkDesk } from '../walk-desk.ts';
import { TextPage } from './text-page.ts';

/** Asks for a note, keeps it with the run at `visit`, and says so. */
export function takeNoteOf(
	page: { readonly desk: WalkDesk; say(notice: Notice | undefined): void },
	visit: string,
): void {
	const { app, walk } = page.desk;
	const step = flatten(walk.progress()).find(view => view.visit.id === visit)?.visit.step;
	const at =
		step === undefined ? 'It is kept with the run.' : `It is kept with the run, at: ${step.title}`;
	app.open(
		new TextPage(app, { title: safe`A note`, labels: [at], verb: 'keep the note' }, text => {
			if (text === '') return;
			const notice = page.desk.attempt(() => walk.note(visit, text));
			page.say(notice ?? { text: safe`Noted.`, role: 'good' });
		}),
	);
}
