/** `runbook resume` without the screen, where a step was taken back on it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Room } from '../cli/room.ts';

let room: Room;
beforeEach(async () => {
	room = new Room();
	const step = (name: string) =>
		`## ${name}\n\n~~~sh\necho ${name} >>@/log\n~~~\n\nBack:\n\n~~~sh undo\necho un${name} >>@/log\n~~~\n`;
	room.write('steps', `${step('One')}\n${step('Two')}\n## By hand\n\nPull the cable.\n`);
	expect(room.runbook(['run', 'steps', '--yes']).status).toBe(5);
	const screen = room.open(['resume', room.run]);
	await screen.see('❯ · By hand');
	await screen.pressCalmly('u');
	await screen.see('newest first');
	await screen.pressCalmly('r');
	await screen.see('Taken back: Two.');
	await screen.pressCalmly('q');
	await screen.left();
	expect(lines()).toEqual(['One', 'Two', 'unTwo']);
});
afterEach(() => room.close());

const lines = () => room.read('log').trimEnd().split('\n');
const resume = (...args: readonly string[]) => room.runbook(['resume', ...args]);
const kindOfRun = () => room.runbook(['runs']).stdout;

describe('a step that was taken back', () => {
	test('is neither done again nor passed by where nobody can be asked', () => {
		const { status, stderr } = resume('--done', 'by-hand');
		expect(status).toBe(4);
		expect(stderr).toContain(
			`\`two\` was taken back. To do it again: runbook resume ${room.run} --yes. To go on without it: --skip two=REASON`,
		);
		expect(lines()).toEqual(['One', 'Two', 'unTwo']);
		expect(kindOfRun()).toContain('unfinished');
	});

	test('is done again with `--yes`, and only then is the run finished', () => {
		expect(resume('--yes').status).toBe(5);
		expect(lines()).toEqual(['One', 'Two', 'unTwo', 'Two']);
		expect(resume('--yes', '--done', 'by-hand').status).toBe(0);
		expect(lines()).toEqual(['One', 'Two', 'unTwo', 'Two']);
		expect(kindOfRun()).toContain('finished');
		expect(kindOfRun()).not.toContain('unfinished');
	});

	test('is left as it is with `--skip`, or taken as done with `--done`, on record', () => {
		expect(resume('--yes', '--skip', 'two=not today').status).toBe(5);
		expect(resume('--yes', '--done', 'by-hand').status).toBe(0);
		expect(lines()).toEqual(['One', 'Two', 'unTwo']);
		expect(room.runbook(['report', room.run]).stdout).toContain('not today');
	});

	test('is asked about on a terminal; Enter leaves all as it is', async () => {
		const question = 'was taken back. What now? [r: do it again, d: done by hand, s: skip, Enter';
		const first = room.open(['resume', room.run, '--plain', '--done', 'by-hand']);
		await first.see(question);
		first.press('\r');
		expect(await first.left()).toBe(5);
		expect(lines()).toEqual(['One', 'Two', 'unTwo']);
		const second = room.open(['resume', room.run, '--plain', '--done', 'by-hand']);
		await second.see(question);
		second.press('r\r');
		await second.see('Run this? [y/N]');
		second.press('y\r');
		expect(await second.left()).toBe(0);
		expect(lines()).toEqual(['One', 'Two', 'unTwo', 'Two']);
	});
});
