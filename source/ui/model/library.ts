/** The library as rows: unfinished runs on top, then the runbooks that the filter leaves. Pure. */

import { formatAgo } from '../../text/duration.ts';
import { joinSafe, type Safe, safe } from '../../text/safe.ts';
import { pad, truncate, width, wrapWords } from '../../text/width.ts';
import type { LibraryEntry } from '../../walk/library-entry.ts';
import type { Standing } from '../../walk/standing.ts';
import { showText } from '../display.ts';
import { fitLine, type Line, line, type Role, span, spread } from './line.ts';

/** A run that can be gone on with. */
export type UnfinishedRun = {
	readonly id: string;
	readonly title: string;
	/** ISO 8601, of its newest event. */
	readonly time: string;
	/** Unset where it cannot be told. */
	readonly standing?: Standing;
	/** A command of it runs, or another terminal has it open. */
	readonly now?: 'running' | 'open elsewhere';
	/** Why it cannot be shown or gone on with. */
	readonly problem?: string;
};

export type Shelf = {
	readonly runs: readonly UnfinishedRun[];
	readonly runbooks: readonly LibraryEntry[];
	/** For each runbook what the filter looks at, in lower case. */
	readonly words: readonly string[];
};

export type LibraryItem =
	| { readonly kind: 'run'; readonly run: UnfinishedRun }
	| { readonly kind: 'runbook'; readonly opened: LibraryEntry };

/** What a person walks first who has not walked anything. */
const tour = 'first-steps';

/** `recent` are the names of those that come first; the others follow by their titles. */
export function makeShelf(
	runs: readonly UnfinishedRun[],
	listed: readonly LibraryEntry[],
	recent: readonly string[] = [],
): Shelf {
	const isNew = runs.length === 0 && recent.length === 0;
	const names = isNew ? [tour] : recent;
	const first = names.flatMap(name => listed.find(entry => entry.name === name) ?? []);
	const isFirst = new Set(first);
	const rest = listed.filter(entry => !isFirst.has(entry));
	const runbooks = [...first, ...byTitle(rest)];
	return {
		runs,
		runbooks,
		words: runbooks.map(({ name, runbook }) =>
			[`${name} ${runbook?.title ?? ''}`, runbook?.summary ?? '', ...(runbook?.tags ?? [])]
				.join('\n')
				.toLowerCase(),
		),
	};
}

function byTitle(entries: readonly LibraryEntry[]): readonly LibraryEntry[] {
	return entries
		.map(entry => ({ entry, title: orderOf(entry) }))
		.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0))
		.map(({ entry }) => entry);
}

/** What cannot be walked comes last. */
function orderOf({ name, runbook }: LibraryEntry): string {
	return runbook ? ` ${runbook.title.toLowerCase()}` : name.toLowerCase();
}

/** Every word of the filter has to be there; a hit in name or title comes first. */
export function filterShelf(shelf: Shelf, filter: string): readonly LibraryItem[] {
	const wanted = filter
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '');
	const runs = shelf.runs
		.filter(run => wanted.every(word => `${run.id} ${run.title.toLowerCase()}`.includes(word)))
		.map((run): LibraryItem => ({ kind: 'run', run }));
	const near: LibraryItem[] = [];
	const far: LibraryItem[] = [];
	for (const [index, opened] of shelf.runbooks.entries()) {
		const words = shelf.words[index] ?? '';
		if (!wanted.every(word => words.includes(word))) continue;
		const named = words.slice(0, words.indexOf('\n'));
		const list = wanted.some(word => named.includes(word)) ? near : far;
		list.push({ kind: 'runbook', opened });
	}
	return [...runs, ...near, ...far];
}

export function itemLine(item: LibraryItem, isHere: boolean, columns: number, now: number): Line {
	const mark = span(isHere ? safe` ❯ ` : safe`   `, 'accent');
	if (item.kind === 'run') {
		const { id, title, time, standing, now: busy, problem } = item.run;
		const sign = busy === undefined ? safe`» ` : safe`▶ `;
		const word = busy === undefined ? [] : [span(safe`${showText(busy)} · `, 'accent')];
		const come = standing ? safe`${standing.finished} of ${standing.steps} done · ` : safe``;
		const ago = time === '' ? safe`` : safe`${come}${sinceOf(time, now)} `;
		return spread(
			[
				mark,
				span(sign, 'accent'),
				span(showText(title), isHere ? 'title' : 'plain'),
				span(safe`  run ${showText(id)}`, 'faint'),
			],
			problem === undefined
				? [...word, span(ago, 'faint')]
				: [span(safe`${showText(problem)} `, 'bad')],
			columns,
		);
	}
	const { opened } = item;
	const room = Math.max(20, Math.min(34, Math.floor(columns / 3)));
	const title = showText(opened.runbook?.title ?? opened.name);
	const cut = width(title) > room ? truncate(title, room) : pad(title, room);
	return spread(
		[
			mark,
			span(cut, isHere ? 'title' : opened.problem === undefined ? 'plain' : 'faint'),
			span(safe`  ${showText(opened.runbook?.summary ?? '')}`, 'faint'),
		],
		badgesOf(opened),
		columns,
	);
}

/** What a person should know before opening it. */
function badgesOf(opened: LibraryEntry): Line {
	if (opened.problem !== undefined) return [span(safe`broken `, 'bad')];
	return [
		...(opened.trusted
			? []
			: [span(opened.changed ? safe`changed, not trusted ` : safe`not trusted `, 'warning')]),
		...(opened.fits ? [] : [span(safe`not for this system `, 'warning')]),
		...(opened.fits && opened.untested ? [span(safe`not tested here `, 'warning')] : []),
		...(opened.hides.length > 0 ? [span(safe`hides another `, 'warning')] : []),
	];
}

/** The rows below the list: more about the one that is looked at, exactly `rows` of them. */
export function detailLines(
	item: LibraryItem | undefined,
	columns: number,
	rows: number,
	now: number,
): readonly Line[] {
	const paragraphs = item ? detailsOf(item, now) : [];
	const lines = paragraphs.flatMap(([text, role]) =>
		wrapWords(text, columns - 2).map(part => line(safe` ${part}`, role)),
	);
	// On a low terminal each begins on its row, and what does not fit is cut.
	const cut = paragraphs.map(([text, role]) => fitLine(line(safe` ${text}`, role), columns));
	const shown = (lines.length > rows ? cut : lines).slice(0, rows);
	return [...shown, ...Array.from({ length: rows - shown.length }, () => [])];
}

function sinceOf(time: string, now: number): Safe {
	return formatAgo(time, now, -new Date(time).getTimezoneOffset());
}

function detailsOf(item: LibraryItem, now: number): readonly (readonly [Safe, Role])[] {
	if (item.kind === 'run') {
		const { id, time, standing, now: busy, problem } = item.run;
		const where = standing && standing.where !== 'unfinished' ? `: ${standing.where}` : '';
		const done = standing ? `, ${standing.finished} of ${standing.steps} steps done` : '';
		return [
			[
				time === ''
					? safe`Unfinished run ${showText(id)}.`
					: safe`Unfinished run ${showText(id)}${showText(where)}${showText(done)}, last worked on ${sinceOf(time, now)}.`,
				'plain',
			],
			[
				problem === undefined
					? busy === 'running'
						? safe`Its command runs now. Enter shows it; nothing else runs by that.`
						: busy === 'open elsewhere'
							? safe`Another terminal has it open. Enter says who.`
							: safe`Enter goes on with it; nothing runs by that.`
					: showText(problem),
				problem === undefined ? 'faint' : 'bad',
			],
		];
	}
	const { runbook, file, place, problem, hides } = item.opened;
	const facts = [
		item.opened.name,
		...(runbook && runbook.tags.length > 0 ? [runbook.tags.join(', ')] : []),
		...(runbook && runbook.platforms.length > 0 ? [`for ${runbook.platforms.join(', ')}`] : []),
		...(runbook?.root ? ['needs root'] : []),
		...(hides.length > 0 ? [`hides ${hides.join(', ')}`] : []),
	];
	return [
		[showText(problem ?? runbook?.summary ?? ''), problem === undefined ? 'plain' : 'bad'],
		[joinSafe(facts.map(showText), ' · '), 'faint'],
		// Those that come with the program all lie in one place.
		...(place === 'built-in' ? [] : [[showText(`${place}: ${file}`), 'faint'] as const]),
	];
}

export function countOf(items: readonly LibraryItem[], shelf: Shelf): Safe {
	const found = items.filter(item => item.kind === 'runbook').length;
	return found === shelf.runbooks.length
		? safe`${shelf.runbooks.length} runbooks`
		: safe`${found} of ${shelf.runbooks.length} runbooks`;
}
