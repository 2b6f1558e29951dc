import { mkdirSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisSystem } from '../../source/walk/platform.ts';
import { runHere } from './in-process.ts';
import { Room } from './room.ts';

const room = new Room();
afterAll(() => room.close());

const look = (...args: readonly string[]) => runHere(args, room.environment, room.folder);

const one = '## One\n\n~~~sh\ntrue\n~~~\n';

describe('list', () => {
	beforeAll(() => {
		room.write('mine', one, 'tags: [a, b]\ninputs: { name: { prompt: A name } }');
		room.writeUntrusted('foreign', one);
		room.writeUntrusted('first-steps', one);
		room.writeUntrusted('amiga-only', one, 'platforms: [amiga]\ntested: []');
		room.writeUntrusted('elsewhere', one, 'tested: [amiga-2.04]');
		room.writeUntrusted('tested', one, `tested: [amiga, ${thisSystem().names.at(-1)}]`);
		room.writeUntrusted('broken', '## One\n\n~~~sh\ntrue\n');
		room.writeFile('runbooks/hostile.md', "---\nrunbook: 1\nsummary: 'a\u202eb'\n---\n\n# H\n");
		room.writeFile('runbooks/notes.md', '# Only notes\n');
		mkdirSync(room.path('runbooks', 'folder.md'));
		symlinkSync('/nothing/there', room.path('runbooks', 'dangling.md'));
	});

	test('is a line each: broken, untrusted, hiding and foreign ones say so', async () => {
		const { status, stdout, stderr } = await look('list');
		expect([status, stderr]).toEqual([0, '']);
		const lines = new Map(
			stdout
				.trimEnd()
				.split('\n')
				.map(line => [line.split(' ')[0], line.replace(/^\S+ +/, '')]),
		);
		expect(lines.get('mine')).toBe('A trial.');
		expect(lines.get('foreign')).toBe('A trial. (not trusted)');
		expect(lines.get('first-steps')).toMatch(
			/^A trial. \(not trusted; hides \/.*\/runbooks\/first-steps.md\)$/,
		);
		expect(lines.get('amiga-only')).toBe('A trial. (for amiga; not trusted)');
		expect(lines.get('elsewhere')).toBe('A trial. (not tested on this system; not trusted)');
		expect(lines.get('tested')).toBe('A trial. (not trusted)');
		expect(lines.get('broken')).toMatch(/^BROKEN: line \d+: /);
		expect(lines.get('folder')).toMatch(/^BROKEN: .*folder/);
		expect(lines.get('dangling')).toMatch(/^BROKEN: /);
		expect(lines.get('hostile')).toMatch(/^BROKEN: /);
		expect(lines.has('notes')).toBe(false);
		expect(stdout).not.toContain('\u202e');
	});

	test('is the same as JSON, with everything that a program may ask', async () => {
		const { status, stdout } = await look('list', '--json');
		expect(status).toBe(0);
		expect(stdout).not.toContain('\u202e');
		const all = JSON.parse(stdout) as Record<string, unknown>[];
		const named = (name: string) => all.find(runbook => runbook.name === name);
		expect(named('mine')).toEqual({
			name: 'mine',
			file: room.path('runbooks', 'mine.md'),
			place: 'project',
			hides: [],
			trusted: true,
			changed: false,
			fits: true,
			untested: false,
			title: 'Trial',
			summary: 'A trial.',
			tags: ['a', 'b'],
			platforms: [],
			root: false,
			inputs: [{ name: 'name', type: 'text', prompt: 'A name' }],
		});
		expect(named('first-steps')?.hides).toHaveLength(1);
		expect(named('amiga-only')).toMatchObject({ fits: false, tested: [], trusted: false });
		expect(named('elsewhere')).toMatchObject({ untested: true, tested: ['amiga-2.04'] });
		expect(named('sftp-account')).toMatchObject({ place: 'built-in', trusted: true });
		expect(named('broken')).toMatchObject({
			trusted: false,
			problem: expect.stringContaining('line '),
			diagnostics: [expect.objectContaining({ severity: 'error' })],
		});
		expect(all.map(runbook => runbook.name)).toEqual(all.map(runbook => runbook.name).sort());
	});

	test('a place that cannot be listed hides no other', async () => {
		const file = room.writeFile('no-folder', '');
		const environment = { ...room.environment, RUNBOOK_PATH: file };
		const { status, stdout } = await runHere(['list'], environment, '/');
		expect(status).toBe(0);
		expect(stdout).toMatch(/no-folder +BROKEN: /);
		expect(stdout).toContain('sftp-account');
	});
});
