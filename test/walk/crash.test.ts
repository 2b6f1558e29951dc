/**
 * A walker is killed at every point of its way, and started again: no block runs twice, none is
 * lost, and what nobody can know is said to be unknown before anything runs again.
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readJournal } from '../../source/store/journal.ts';
import { groupMembers } from '../helpers/wrapper-shells.ts';
import { seeded } from '../store/helpers.ts';
import { bundleWalker, Course, endOf, expected } from './crash-course.ts';

/** Walkers at the same time: they mostly wait for their jobs. */
const atOnce = 4;
const limit = 240_000;

let walker: string;
/** What a walk changes, in its order: `mkdirSync /runbook/runs`. */
let changes: readonly string[];

beforeAll(async () => {
	walker = bundleWalker();
	const course = new Course(walker);
	const { output } = await course.walk('trace');
	changes = output.split('\n').flatMap(line => /^\d+ (.*)$/.exec(line)?.[1] ?? []);
	expect(course.left).toEqual(expected);
	course.dispose();
}, limit);

afterAll(() => rmSync(dirname(walker), { recursive: true, force: true }));

/** What is wrong with a walk that came to its end; nothing when all is well. */
function problemsOf(course: Course): readonly string[] {
	const { state } = course;
	const problems: string[] = [];
	if (JSON.stringify(course.left) !== JSON.stringify(expected)) {
		problems.push(`it left ${JSON.stringify(course.left)}`);
	}
	if (!state.finished) problems.push('it is not finished');
	if (readJournal(course.run.journalFile).damage) problems.push('its journal is damaged');
	for (const item of new Set(state.executions.map(execution => execution.item))) {
		const kinds = state.executions
			.filter(execution => execution.item === item)
			.map(({ outcome }) => outcome?.kind ?? 'running');
		const clear = kinds.filter(kind => kind !== 'unknown' && kind !== 'never-started');
		if (clear.length > 1 || clear.some(kind => kind !== 'exited')) {
			problems.push(`${item} ended as ${kinds.join(', ')}`);
		}
	}
	return problems;
}

/** Walks courses, some at once, and gives what was wrong with them by name. */
async function walkAll(
	courses: readonly (readonly [name: string, points: readonly string[]])[],
): Promise<{ readonly wrong: Record<string, readonly string[]>; readonly unknown: string[] }> {
	const wrong: Record<string, readonly string[]> = {};
	const unknown: string[] = [];
	const left = [...courses];
	const work = async () => {
		for (let next = left.shift(); next; next = left.shift()) {
			const [name, points] = next;
			const course = new Course(walker);
			try {
				for (const point of points) await course.walk(point);
				await course.finish();
				const problems = problemsOf(course);
				if (problems.length > 0) wrong[name] = problems;
				if (course.state.executions.some(({ outcome }) => outcome?.kind === 'unknown')) {
					unknown.push(name);
				}
			} catch (error) {
				wrong[name] = [String(error)];
			} finally {
				course.dispose();
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return { wrong, unknown };
}

/** Whether a change is one that was made alike before: by the first job, or for its events. */
const isRepeated = (what: string, at: number) =>
	/jobs$|fdatasync|writeFileSync .*script|(?:wrapper|token|output|link)$/.test(what) &&
	at > changes.findIndex(change => change.includes('jobs/2'));

describe('a walker that is killed', () => {
	it(
		'before any of its changes, and after the last, has done each block once in the end',
		async () => {
			const points = changes.flatMap((what, at) =>
				isRepeated(what, at) ? [] : [[`${at + 1} ${what}`, [`before:${at + 1}`]] as const],
			);
			const { wrong, unknown } = await walkAll(points);
			expect(wrong).toEqual({});
			expect(unknown).toEqual([]);
			expect(points.length).toBeGreaterThan(60);
		},
		limit,
	);

	it(
		'in the middle of a line of its journal, or of a file of a job, as well',
		async () => {
			const { wrong, unknown } = await walkAll(
				changes.flatMap((what, at) =>
					/^write.*(?:journal$|jobs\/1\/)/.test(what)
						? [[`${at + 1} ${what}`, [`torn:${at + 1}`]] as const]
						: [],
				),
			);
			expect(wrong).toEqual({});
			expect(unknown).toEqual([]);
		},
		limit,
	);

	it(
		'again and again, as well',
		async () => {
			const random = seeded(20261122);
			const some = () => `before:${1 + Math.floor(random() * changes.length)}`;
			const { wrong } = await walkAll(
				Array.from({ length: 8 }, () => {
					const points = [some(), some(), some()];
					return [points.join(' '), points] as const;
				}),
			);
			expect(wrong).toEqual({});
		},
		limit,
	);

	it(
		'at any moment, as well',
		async () => {
			const random = seeded(7);
			const wrong: Record<number, readonly string[]> = {};
			const work = async () => {
				for (let round = 0; round < 3; round++) {
					const course = new Course(walker);
					const moment = Math.floor(100 + random() * 600);
					const child = course.start('none');
					const timer = setTimeout(() => child.kill('SIGKILL'), moment);
					await endOf(child);
					clearTimeout(timer);
					await course.finish();
					const problems = problemsOf(course);
					if (problems.length > 0) wrong[moment] = problems;
					course.dispose();
				}
			};
			await Promise.all([work(), work(), work()]);
			expect(wrong).toEqual({});
		},
		limit,
	);
});

/** Kills the walker as soon as a file is in the folder of the first job. */
async function killAt(course: Course, isThere: (names: readonly string[]) => boolean) {
	const child = course.start('none');
	const ended = endOf(child);
	const runs = join(course.folder, 'state', 'runbook', 'runs');
	const end = performance.now() + 20_000;
	for (;;) {
		const [run = 'none'] = existsSync(runs)
			? readdirSync(runs).filter(name => /^\w/.test(name))
			: [];
		const folder = join(runs, run, 'jobs', '1');
		if (existsSync(folder) && isThere(readdirSync(folder))) break;
		if (performance.now() > end) throw new Error('It does not come.');
		await new Promise(resolve => setImmediate(resolve));
	}
	child.kill('SIGKILL');
	await ended;
}

/** Walks with a first block that kills the walker, once, and does `more` then. */
async function killedByBlock(more: string): Promise<Course> {
	const mark = '"${0%/jobs/*}/killer"';
	const course = new Course(
		walker,
		`if [ ! -e ${mark} ]; then : >${mark}; kill -9 "$(cat FOLDER/pid)"; ${more}; fi`,
	);
	const child = course.start('none');
	writeFileSync(join(course.folder, 'pid'), String(child.pid));
	expect((await endOf(child)).killed).toBe(true);
	return course;
}

describe('what a job does while nobody looks', () => {
	it.each<[string, (names: readonly string[]) => boolean]>([
		['its folder is there', names => names.length === 0],
		['its script is there', names => names.includes('script')],
		['it has begun', names => names.includes('began')],
		['its status is there', names => names.some(name => name.startsWith('exit.'))],
		['its output is complete', names => names.includes('closed')],
	])('is not done again when the walker is killed as %s', async (_, isThere) => {
		const course = new Course(walker, 'sleep 0.2 &');
		await killAt(course, names => isThere(names) || names.includes('closed'));
		await course.finish();
		expect(problemsOf(course)).toEqual([]);
		expect(course.ended('one#0', 'unknown')).toBe(0);
		course.dispose();
	});

	it('is nothing any more, when it was started, had not begun, and comes late', async () => {
		// It may have begun before it could be stopped; then there is nothing to see here.
		for (let tries = 0; tries < 10; tries++) {
			const course = new Course(walker);
			const { output } = await course.walk('pause');
			const group = Number(output);
			const hasBegun = readdirSync(join(course.run.folder, 'jobs', '1')).includes('began');
			try {
				if (!hasBegun) await course.finish();
			} finally {
				process.kill(-group, 'SIGCONT');
			}
			await vi.waitFor(() => expect(groupMembers(group)).toEqual([]), { timeout: 10_000 });
			const problems = hasBegun ? [] : problemsOf(course);
			const never = hasBegun ? 0 : course.ended('one#0', 'never-started');
			course.dispose();
			if (hasBegun) continue;
			expect(problems).toEqual([]);
			expect(never).toBe(1);
			return;
		}
		throw new Error('It always began too early.');
	});

	it('is followed when it still runs', async () => {
		const course = await killedByBlock('sleep 1');
		expect(course.state.executions[0]?.outcome).toBeUndefined();
		await course.finish();
		expect(problemsOf(course)).toEqual([]);
		expect(course.ended('one#0', 'exited')).toBe(1);
		course.dispose();
	});

	it('is taken as it ended', async () => {
		const course = await killedByBlock(':');
		await course.finish();
		expect(problemsOf(course)).toEqual([]);
		expect(course.state.executions.filter(({ item }) => item === 'one#0')).toHaveLength(1);
		course.dispose();
	});

	it('is unknown when it was killed with all that belongs to it', async () => {
		const course = await killedByBlock('kill -9 0');
		await course.finish();
		expect(problemsOf(course)).toEqual([]);
		expect(course.ended('one#0', 'unknown')).toBe(1);
		// It left its line, so nobody ran it again.
		expect(course.state.records.get('one#0')).toEqual({ kind: 'mark', how: 'by-hand' });
		course.dispose();
	});
});
