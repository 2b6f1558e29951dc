/** Walks in temporary folders: real jobs, real files, all of it gone with the test. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { allItems, type BlockItem, type Item } from '../../source/run/outline.ts';
import { firstUnfinished, flatten, itemsOf } from '../../source/run/progress.ts';
import type { RunFolder } from '../../source/store/runs.ts';
import { beginWalk, resumeWalk } from '../../source/walk/open-walk.ts';
import { openSession, type Session } from '../../source/walk/session.ts';
import type { Approval, Ran, RunOptions, Walk } from '../../source/walk/walk.ts';
import { runbookOf } from '../helpers/runbooks.ts';

export type Place = {
	/** For what the commands write. */
	readonly folder: string;
	readonly session: Session;
};

/** A folder and a session with a state of its own. */
export function place(more: Partial<Session> = {}): Place {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-walk-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const environment = {
		PATH: process.env.PATH,
		HOME: folder,
		XDG_STATE_HOME: join(folder, 'state'),
	};
	mkdirSync(join(folder, 'work'));
	return {
		folder: join(folder, 'work'),
		session: { ...openSession('1.0.0', environment), root: true, ...more },
	};
}

/** Begins a walk; `FOLDER` in the text is the folder of the place. It is closed behind the test. */
export function begin(
	{ folder, session }: Place,
	body: string,
	{ head = '', dryRun = false }: { head?: string; dryRun?: boolean } = {},
): Walk {
	const runbook = runbookOf(body.replaceAll('FOLDER', folder), head);
	return closing(beginWalk(session, runbook, { file: '/srv/trial.md', dryRun }));
}

export const resume = (session: Session, run: RunFolder): Walk => closing(resumeWalk(session, run));

function closing(walk: Walk): Walk {
	onTestFinished(async () => {
		await walk.stop(true).catch(() => []);
		walk.close();
	});
	return walk;
}

export const yes: RunOptions = { approve: () => true };

/** Approves everything, and keeps what it was asked. */
export function asking(): { readonly asked: Approval[]; readonly options: RunOptions } {
	const asked: Approval[] = [];
	const approve = (approval: Approval) => {
		asked.push(approval);
		return true;
	};
	return { asked, options: { approve } };
}

export function item(walk: Walk, id: string): Item {
	const found = allItems(walk.visits).find(one => one.id === id);
	if (!found) throw new Error(`There is no item ${id}.`);
	return found;
}

export function block(walk: Walk, id: string): BlockItem {
	const found = item(walk, id);
	if (found.kind !== 'block') throw new Error(`${id} is no block.`);
	return found;
}

/** The state of an item, or of a step. */
export function status(walk: Walk, id: string): string {
	const views = flatten(walk.progress());
	return (
		views.find(view => view.visit.id === id)?.status ??
		views.flatMap(itemsOf).find(view => view.item.id === id)?.status ??
		`there is no ${id}`
	);
}

/** Gives orders to run until nothing is left, or something stands against it. */
export async function runAll(walk: Walk, options = yes): Promise<Ran | undefined> {
	for (let orders = 0; orders < 50; orders++) {
		const next = firstUnfinished(walk.progress());
		if (!next) return undefined;
		const ran = await walk.runOn(next.visit.visit.id, options);
		if (ran.kind !== 'end' && ran.kind !== 'pause') return ran;
	}
	throw new Error('The walk does not come to its end.');
}

export function read(...path: readonly string[]): string {
	return readFileSync(join(...path), 'utf8');
}

/** The names in a folder; none where it is not there. */
export function names(...path: readonly string[]): readonly string[] {
	try {
		return readdirSync(join(...path)).sort();
	} catch {
		return [];
	}
}
