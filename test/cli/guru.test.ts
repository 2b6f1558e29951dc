import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { meditate } from '../../source/cli/guru.ts';
import { detailsOf, numberOf } from '../../source/cli/guru-details.ts';
import type { Io } from '../../source/cli/io.ts';
import { noteEvent } from '../../source/walk/last-events.ts';

function io(environment: Record<string, string>) {
	const written: string[] = [];
	const stream = { write: (text: string) => written.push(text) };
	return {
		io: { stdout: stream, stderr: stream, environment } as unknown as Io,
		said: () => written.join(''),
	};
}

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'runbook-guru-'));
	onTestFinished(() => rmSync(made, { recursive: true, force: true }));
	return made;
}

const fault = (value: string) => new Error(`no room for ${value}`);

test('the notice names the way back to the run that was open', () => {
	noteEvent('another12345', { type: 'left' });
	noteEvent('abcdefghijkl', { type: 'resumed', program: '1' });
	const home = folder();
	const { io: here, said } = io({ XDG_STATE_HOME: home, LC_ALL: 'C.UTF-8' });
	expect(meditate(fault('x'), here, ['resume', 'abcdefghijkl'])).toBe(70);
	expect(said()).toContain('The way back: runbook resume abcdefghijkl');
	const away = `/srv/${'long/'.repeat(12)}runbook.js`;
	meditate(fault('x'), { ...here, startedAs: away }, []);
	expect(said()).toContain(`\nThe way back: node ${away} resume abcdefghijkl\n`);
	const file = /Details, for a report: (.*)/.exec(said())?.[1] ?? '';
	const details = readFileSync(file, 'utf8');
	expect(details).toContain('run: abcdefghijkl\nlast events: resumed');
	expect(details).toContain('command: runbook resume …\n');
});

test('where no file can be written the details are printed, plainly in a plain locale', () => {
	const home = folder();
	writeFileSync(join(home, 'runbook'), 'in the way');
	const { io: here, said } = io({ XDG_STATE_HOME: home, LC_ALL: 'C' });
	expect(meditate(fault('secret'), here, [])).toBe(70);
	expect(said()).toContain('+----');
	expect(said()).toContain('    at ');
	expect(said()).not.toContain('secret');
	expect(said()).not.toMatch(/[^\n\x20-\x7e]/);
});

test('the number is of the place and the kind, whatever the values are', () => {
	const [one = '', two = ''] = ['a', 'b'].map(value => numberOf(fault(value)));
	expect(one).toMatch(/^8100[0-9A-F]{4}\.[0-9A-F]{8}$/);
	expect(two).toBe(one);
	expect(numberOf(new TypeError('a'))).not.toBe(one);
	expect(numberOf('a text')).toMatch(/^8100/);
});

test('what the engine says is kept, what it quotes is not', () => {
	const caught = (wrong: () => unknown): string => {
		try {
			wrong();
		} catch (error) {
			return detailsOf(error, [], 'now');
		}
		throw new Error('nothing was thrown');
	};
	const nothing = undefined as unknown as { deep: { er: string } };
	expect(caught(() => nothing.deep)).toContain('TypeError: Cannot read properties of undefined');
	expect(caught(() => JSON.parse('s3cret'))).not.toContain('s3cret');
});
