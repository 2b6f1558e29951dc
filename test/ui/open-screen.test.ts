import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openScreen, type ScreenOptions } from '../../source/ui/open-screen.tsx';
import { sessionIn, shelvesWith, temporaryFolder, until, walkOf } from './helpers.tsx';

/** A terminal of 80×24 that remembers all that was written to it. */
class Out extends EventEmitter {
	readonly isTTY = true;
	columns = 80;
	rows = 24;
	text = '';
	write = (chunk: string, ...more: unknown[]): boolean => {
		this.text += chunk;
		const done = more.at(-1);
		if (typeof done === 'function') done();
		return true;
	};
}

class Keys extends PassThrough {
	readonly isTTY = true;
	raw = false;
	setRawMode(raw: boolean): this {
		this.raw = raw;
		return this;
	}
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
}

function open(more: Partial<ScreenOptions> = {}) {
	const stdout = new Out();
	const stdin = new Keys();
	const left = openScreen({
		session: sessionIn(temporaryFolder()),
		shelves: shelvesWith({ alpha: '## One\n\nLook.' }),
		dryRun: false,
		start: { kind: 'library' },
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		...more,
	});
	return { stdout, stdin, left };
}

/** The modes of the terminal that are on after this text. */
function modesAfter(text: string): readonly string[] {
	const on = new Set<string>();
	for (const [, mode = '', how] of text.matchAll(/\x1b\[\?(1049|2004|25)([hl])/g)) {
		if (how === 'h') on.add(mode);
		else on.delete(mode);
	}
	return [...on].sort();
}

describe('the screen on a terminal', () => {
	it('takes the alternate screen, and gives everything back when it is left', async () => {
		const { stdout, stdin, left } = open();
		await until('the library', () => stdout.text.includes('The alpha') || undefined);
		expect(modesAfter(stdout.text)).toEqual(['1049', '2004']);
		expect(stdin.raw).toBe(true);
		stdin.write('\x03');
		expect(await left).toEqual([]);
		expect(modesAfter(stdout.text)).toEqual(['25']);
		expect(stdin.raw).toBe(false);
	});

	it('obeys an Enter before the first picture, or says that it was too soon', async () => {
		const { stdout, stdin } = open();
		// Before the first picture.
		stdin.write('\r');
		await until(
			'the brief, or why not',
			() => /needs no root|too soon/.test(stdout.text) || undefined,
		);
	});

	it('takes the first key behind the first picture of the library', async () => {
		const { stdout, stdin } = open();
		await until('the library', () => stdout.text.includes('The alpha') || undefined);
		stdin.write('\r');
		await until('the brief', () => stdout.text.includes('needs no root') || undefined);
		expect(stdout.text).not.toContain('too soon');
	});

	it('leaves lines that say what was done and how to go on', async () => {
		const walk = walkOf('## One\n\nLook.\n\n## Two\n\nLook.');
		const { stdout, stdin, left } = open({ session: walk.session, start: { kind: 'walk', walk } });
		await until('the step', () => stdout.text.includes('say so with') || undefined);
		// What is typed in the first moment counts for nothing: it was typed ahead.
		await until('the mark', () => {
			stdin.write('d');
			return walk.state.records.size > 0 || undefined;
		});
		stdin.write('q');
		const lines = await left;
		expect(lines[0]).toBe('Trial: 1 of 2 steps done.');
		expect(lines[1]).toBe(`To go on: runbook resume ${walk.run.id}`);
	});

	it('gives the terminal back before an error of the drawing is told', async () => {
		const walk = walkOf('## One\n\nLook.');
		const progress = walk.progress.bind(walk);
		let breaks = false;
		Object.defineProperty(walk, 'progress', {
			value: () => {
				if (breaks) throw new Error('drawn wrongly');
				return progress();
			},
		});
		const { stdout, stdin, left } = open({
			session: walk.session,
			start: { kind: 'walk', walk },
		});
		await until('the step', () => stdout.text.includes('say so with') || undefined);
		breaks = true;
		stdout.columns = 100;
		stdout.emit('resize');
		await expect(left).rejects.toThrow('drawn wrongly');
		expect(modesAfter(stdout.text)).toEqual(['25']);
		expect(stdin.raw).toBe(false);
	});

	it('follows the size of the terminal', async () => {
		const { stdout, stdin, left } = open();
		await until('the library', () => stdout.text.includes('The alpha') || undefined);
		stdout.columns = 50;
		stdout.emit('resize');
		await until('the message', () => stdout.text.includes('runbook needs 60×15') || undefined);
		stdin.write('\x03');
		await left;
	});
});
