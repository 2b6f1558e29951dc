/** A secret that is asked for on the terminal is never seen there, and nobody is held by the question. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { Io } from '../../source/cli/io.ts';
import { NoAnswer } from '../../source/cli/plain/ask.ts';
import { askSecret } from '../../source/cli/plain/ask-secret.ts';

function terminal() {
	const did: string[] = [];
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode: (raw: boolean) => did.push(raw ? 'echo off' : 'echo on'),
	});
	const stdout = { write: (text: string) => did.push(text) };
	const io = { stdin, stdout, stderr: stdout, environment: { LANG: 'C.UTF-8' } } as unknown as Io;
	return { io, stdin, did };
}

test('nothing is echoed any more when the question stands there', async () => {
	const { io, stdin, did } = terminal();
	const answer = askSecret(io, 'The password: ');
	expect(did).toEqual(['echo off', 'The password: ']);
	stdin.write('s3cret\r');
	expect(await answer).toBe('s3cret');
	expect(did).toEqual(['echo off', 'The password: ', 'echo on', '\n']);
});

test('the question is left by the signal as well as by the key', async () => {
	const before = process.listenerCount('SIGINT');
	const { io, did } = terminal();
	const answer = askSecret(io, 'The password: ');
	process.emit('SIGINT');
	await expect(answer).rejects.toThrow(NoAnswer);
	expect(did.at(-2)).toBe('echo on');
	expect(process.listenerCount('SIGINT')).toBe(before);
});
