import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, Step } from '../../source/runbook/types.ts';

const folder = fileURLToPath(new URL('../../runbooks/', import.meta.url));

const names = readdirSync(folder)
	.filter(file => file.endsWith('.md'))
	.map(file => file.slice(0, -'.md'.length));

const matches = (pattern: string, value: string) => new RegExp(`^(?:${pattern})$`, 'u').test(value);

const read = (name: string) => readRunbook(name, readFileSync(`${folder}${name}.md`), matches);

const blocksOf = (steps: readonly Step[]): Block[] =>
	steps.flatMap(step => [
		...step.parts.filter(part => part.kind === 'block'),
		...blocksOf(step.steps),
	]);

/** The shell blocks as text, with a plain word where a value would stand, and in its secrets. */
const scriptsOf = (name: string) => {
	const { runbook } = read(name);
	const secrets = (runbook?.inputs ?? []).filter(({ type }) => type === 'secret');
	return blocksOf(runbook?.steps ?? [])
		.filter(block => !block.file && block.purpose !== 'example')
		.map(block => {
			const text = block.content.text.replaceAll(/\{\{[a-z0-9_.]+\}\}/g, 'word');
			const used = secrets.filter(secret => text.includes(`$${secret.name}`));
			const known = used.map(secret => `${secret.name}=word; `).join('');
			return { shell: block.language, line: block.contentLine, text: `${known}${text}\n` };
		});
};

const installed = (program: string) => spawnSync(program, ['--version']).error === undefined;

describe.each(names)('`%s`', name => {
	test('has neither errors nor warnings', () => {
		expect(read(name).diagnostics).toEqual([]);
	});

	test('says when to use it before its first step, and begins with a summary for the list', () => {
		const { runbook } = read(name);
		expect(runbook?.introduction).not.toEqual([]);
		expect(runbook?.summary).toMatch(/\.$/);
	});

	test('names in its prose each file that it writes, for a page shows no word behind a fence', () => {
		const { runbook } = read(name);
		const markdown = readFileSync(`${folder}${name}.md`, 'utf8');
		const [, ...sections] = markdown.split(/^#{2,} /m);
		const withFiles = sections.filter(section => section.includes(' file='));
		for (const { file } of blocksOf(runbook?.steps ?? []))
			if (file) {
				const { text } = file.path;
				const own = withFiles.find(section => section.includes(` file=${text}`)) ?? '';
				expect(own.slice(0, own.indexOf(` file=${text}`))).toContain(`\`${text}\``);
			}
	});

	test('has only blocks that a shell can read', () => {
		for (const { shell, line, text } of scriptsOf(name)) {
			const { stderr } = spawnSync(shell === 'bash' ? 'bash' : '/bin/sh', ['-n'], {
				input: text,
				encoding: 'utf8',
			});
			expect({ line, stderr }).toEqual({ line, stderr: '' });
		}
	});

	test.skipIf(!installed('shellcheck'))('gives ShellCheck nothing to say', () => {
		for (const { shell, line, text } of scriptsOf(name)) {
			const { stdout } = spawnSync('shellcheck', ['-s', shell, '-f', 'gcc', '-'], {
				input: text,
				encoding: 'utf8',
			});
			expect({ line, stdout }).toEqual({ line, stdout: '' });
		}
	});
});
