import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { copyForm } from '../../source/text/copy-form.ts';

test('one line is its bytes without a final newline', () => {
	expect(copyForm('ls -l')).toBe('ls -l');
	expect(copyForm('ls -l\n')).toBe('ls -l');
	expect(copyForm('ls -l\n\n\n')).toBe('ls -l');
	expect(copyForm('')).toBe('');
});

test('several lines stand between parentheses', () => {
	expect(copyForm('a\nb')).toBe('(\nset -e\na\nb\n)');
	expect(copyForm('a\nb\n')).toBe('(\nset -e\na\nb\n)');
});

test('a shell that reads the copy stops at the first failure and stays alive', () => {
	const copy = copyForm('echo one\nfalse\necho two');
	const shell = spawnSync('sh', [], { input: `${copy}\necho "alive $?"\n`, encoding: 'utf8' });
	expect(shell.stdout).toBe('one\nalive 1\n');
});

test('a here-document at the end of a copy ends where it ended', () => {
	const copy = copyForm('cat <<EOF\n  a $((1 + 1))\nEOF\n');
	expect(spawnSync('sh', [], { input: `${copy}\n`, encoding: 'utf8' }).stdout).toBe('  a 2\n');
});
