/**
 * Walks a runbook to its end, or comes back to its run; ends itself with SIGKILL at one point.
 *
 *   node crash-walker.mjs HOME EFFECT RUNBOOK POINT
 *
 * POINT is `none`, `trace` (names every point on standard output), `before:N` or `torn:N`: N counts
 * the changes of files, and the starts of processes, from 1. `torn` writes half of what is written.
 * With `pause` the first job is stopped as soon as it is started, and its number is printed.
 */
import child from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { matchPattern } from '../../../source/execute/match-pattern.ts';
import type { Item } from '../../../source/run/outline.ts';
import { firstUnfinished } from '../../../source/run/progress.ts';
import { readRunbook } from '../../../source/runbook/reader.ts';
import { listRuns } from '../../../source/store/runs.ts';
import { beginWalk, CannotResume, resumeWalk } from '../../../source/walk/open-walk.ts';
import { openSession } from '../../../source/walk/session.ts';
import type { Walk } from '../../../source/walk/walk.ts';

const [, , home = '', effect = '', runbookFile = '', point = 'none'] = process.argv;
const [kind, number] = point.split(':');
const last = Number(number);
let passed = 0;

const die = (): never => {
	process.kill(process.pid, 'SIGKILL');
	// The signal may be a moment on its way.
	for (;;);
};

/** Counts one change, and ends this process when it is the one. */
function change(what: string, half?: () => void): void {
	passed += 1;
	if (kind === 'trace') process.stdout.write(`${passed} ${what}\n`);
	if (passed !== last) return;
	if (kind === 'torn') half?.();
	die();
}

const files = new Map<number, string>();
// biome-ignore lint/suspicious/noExplicitAny: functions of every kind are wrapped the same way
type Any = (...args: any[]) => any;
const wrap = (holder: object, name: string, make: (original: Any) => Any) => {
	const functions = holder as Record<string, Any>;
	const original = functions[name];
	if (!original) throw new Error(`There is no ${name}.`);
	functions[name] = make(original);
};
const short = (path: unknown) =>
	String(path)
		.replace(home, '')
		.replace(/[a-z0-9]{12}/, 'ID');

wrap(fs, 'openSync', original => (path, flags, mode) => {
	const { O_CREAT } = fs.constants;
	if (typeof flags === 'number' && flags & O_CREAT) change(`openSync ${short(path)}`);
	const descriptor = original(path, flags, mode);
	files.set(descriptor, short(path));
	return descriptor;
});
for (const name of ['mkdirSync', 'linkSync', 'renameSync', 'unlinkSync']) {
	wrap(fs, name, original => (...args) => {
		change(
			`${name} ${args
				.filter(arg => typeof arg === 'string')
				.map(short)
				.join(' ')}`,
		);
		return original(...args);
	});
}
for (const name of ['writeSync', 'writeFileSync', 'fdatasyncSync']) {
	wrap(fs, name, original => (file, data, ...more) => {
		const half = () => {
			if (name !== 'fdatasyncSync') original(file, data.slice(0, data.length / 2));
		};
		if (files.has(file)) change(`${name} ${files.get(file)}`, half);
		return original(file, data, ...more);
	});
}
wrap(child, 'spawn', original => (...args) => {
	change('spawn');
	const started = original(...args);
	if (kind === 'pause') {
		process.kill(started.pid, 'SIGSTOP');
		fs.writeSync(1, `${started.pid}\n`);
		die();
	}
	change('spawned');
	return started;
});
syncBuiltinESMExports();

const session = openSession('1.0.0', { ...process.env, XDG_STATE_HOME: home });

/** The newest run, if it began; one that did not is no run. */
function comeBack(): Walk | undefined {
	for (const run of listRuns(session.home)) {
		try {
			return resumeWalk(session, run);
		} catch (error) {
			if (!(error instanceof CannotResume)) throw error;
		}
	}
	return undefined;
}

function beginAnew(): Walk {
	const { runbook } = readRunbook('crash', fs.readFileSync(runbookFile), matchPattern);
	if (!runbook) throw new Error('The runbook is broken.');
	return beginWalk(session, runbook, { file: runbookFile, dryRun: false });
}

/** What a person does who is told `unknown`: looks whether the effect is there. */
function look(walk: Walk, item: Item, again: Set<string>): void {
	const lines = fs.existsSync(effect) ? fs.readFileSync(effect, 'utf8').split('\n') : [];
	const [undo] = item.kind === 'take-back' ? walk.undos({ below: item.link.target }) : [];
	if (undo) {
		if (lines.includes('unone')) walk.settle(undo.entry.id, 'by-hand');
		else again.add(item.id);
		return;
	}
	const file = item.kind === 'block' ? item.block.file?.path.text : undefined;
	const name = item.kind === 'block' ? /echo (\w+)/.exec(item.block.content.text)?.[1] : undefined;
	if (file ? fs.existsSync(file) : lines.includes(name ?? '')) walk.mark(item, 'by-hand');
	else again.add(item.id);
}

/** What was found done is undone by a person, too. */
function undoByHand(walk: Walk, item: Item): void {
	const [undo] = item.kind === 'take-back' ? walk.undos({ below: item.link.target }) : [];
	if (!undo) throw new Error(`${item.id} is nothing to do by hand.`);
	fs.appendFileSync(effect, 'unone\n');
	walk.settle(undo.entry.id, 'by-hand');
}

process.on('uncaughtException', error => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});

const walk = comeBack() ?? beginAnew();
await walk.followRunning();
const again = new Set<string>();
for (let orders = 0; orders < 100; orders++) {
	const next = firstUnfinished(walk.progress());
	if (!next) break;
	for (const { name } of walk.needs()) walk.answer(name, '42');
	const ran = await walk.runOn(next.visit.visit.id, {
		approve: () => true,
		again: ({ id }) => again.has(id),
	});
	if (ran.kind === 'stop' && ran.stop.kind === 'unknown' && ran.item) look(walk, ran.item, again);
	else if (ran.kind === 'stop' && ran.stop.kind === 'by-hand' && ran.item)
		undoByHand(walk, ran.item);
	else if (ran.kind !== 'end' && ran.kind !== 'pause' && ran.kind !== 'failed') {
		throw new Error(`It does not go on: ${JSON.stringify(ran)}`);
	}
}
walk.finish();
walk.close();
if (kind === 'trace') process.stdout.write('finished\n');
