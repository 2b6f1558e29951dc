import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../source/cli/exit-codes.ts';
import { jobEnvironment } from '../../source/execute/environment.ts';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { ruleNames } from '../../source/runbook/command/read.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import { rules } from '../../source/runbook/rules.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(resolve(root, path), 'utf8');

const pages = [
	'README.md',
	...readdirSync(resolve(root, 'docs'))
		// That one is made by the system tests: see proof.test.ts.
		.filter(file => file.endsWith('.md') && file !== 'proof.md')
		.map(file => `docs/${file}`),
];

type Fence = { readonly info: string; readonly line: number; readonly text: string };

/** A page taken apart: its fences of the top level, and all that stands outside of them. */
function takeApart(page: string): { readonly fences: readonly Fence[]; readonly prose: string } {
	const fences: Fence[] = [];
	const prose: string[] = [];
	let open: { marks: string; info: string; line: number; lines: string[] } | undefined;
	for (const [index, line] of page.split('\n').entries()) {
		const [, marks, info = ''] = /^(`{3,})(.*)$/.exec(line) ?? [];
		if (!open) {
			if (marks === undefined) prose.push(line);
			else open = { marks, info: info.trim(), line: index + 1, lines: [] };
		} else if (marks !== undefined && marks.length >= open.marks.length && info.trim() === '') {
			const { lines, ...fence } = open;
			fences.push({ info: fence.info, line: fence.line, text: `${lines.join('\n')}\n` });
			open = undefined;
		} else {
			open.lines.push(line);
		}
	}
	expect(open, 'a fence that is not closed').toBeUndefined();
	return { fences, prose: prose.join('\n') };
}

/** The part of a page below a heading, as far as the next one of its depth or above. */
function section(page: string, heading: string): string {
	const [marks = ''] = heading.split(' ');
	const lines = page.split('\n');
	const from = lines.indexOf(heading);
	expect(from, `the heading \`${heading}\``).toBeGreaterThanOrEqual(0);
	const next = lines.findIndex((line, index) => {
		const [, other = ''] = /^(#+) /.exec(line) ?? [];
		return index > from && other !== '' && other.length <= marks.length;
	});
	return lines.slice(from + 1, next === -1 ? undefined : next).join('\n');
}

/** The cells of all table rows; `\|` is no border. */
function rows(text: string): readonly (readonly string[])[] {
	return text
		.split('\n')
		.filter(line => line.startsWith('|') && !line.startsWith('|---'))
		.map(line =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map(cell => cell.trim()),
		);
}

const codeIn = (cell: string | undefined): string | undefined =>
	/^`([^`]+)`$/.exec(cell ?? '')?.[1];

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

/** The rules about commands have their names where they stand. */
function namesInSource(): readonly string[] {
	const folder = 'source/runbook/command';
	const files = readdirSync(resolve(root, folder)).map(file => read(`${folder}/${file}`));
	const named = files.flatMap(text =>
		Array.from(text.matchAll(/\brule: '([a-z-]+)'/g), ([, name = '']) => name),
	);
	// `error(offset, 'name', …)`: there, nothing else in quotes has a dash and small letters only.
	const ofSyntax = read(`${folder}/syntax.ts`).matchAll(/^\t+(?:.*, )?'([a-z]+(?:-[a-z]+)+)',$/gm);
	return [...named, ...Array.from(ofSyntax, ([, name = '']) => name)];
}

/** Named in tests only: they refuse values, and say why where the value is given. */
const notReported = ['plain-only', 'number-only'];

describe('docs/format.md', () => {
	const table = rows(section(read('docs/format.md'), '## Every rule'));
	const found = table.flatMap(([cell]) => codeIn(cell) ?? []);

	test('has every rule in its tables, once, and no other', () => {
		const known = [...Object.keys(rules), ...ruleNames, ...namesInSource()];
		expect(namesInSource()).toContain('lost-negation');
		expect(namesInSource()).toContain('shell-syntax');
		expect(sorted(found)).toEqual(sorted(known.filter(name => !notReported.includes(name))));
		expect(found).toHaveLength(new Set(found).size);
	});

	test('says of every rule what it means and what to write instead', () => {
		for (const row of table) expect(row.map(cell => cell !== '')).toEqual([true, true, true]);
	});

	test('keeps warnings apart from errors', () => {
		const warnings = rows(section(read('docs/format.md'), '### Warnings'));
		const known = Object.entries(rules).filter(([, severity]) => severity === 'warning');
		expect(sorted(warnings.flatMap(([cell]) => codeIn(cell) ?? []))).toEqual(
			sorted(known.map(([name]) => name)),
		);
	});
});

describe('docs/running.md', () => {
	test('names every variable in the environment of a job, and no other', () => {
		const text = section(read('docs/running.md'), '## The environment of a job');
		const names = [
			'USER LOGNAME SHELL TZ SSH_AUTH_SOCK SSH_CONNECTION SUDO_USER http_proxy HTTP_PROXY',
			'BASH_ENV ENV LD_PRELOAD NODE_OPTIONS LANG EDITOR XDG_STATE_HOME',
		]
			.join(' ')
			.split(' ');
		const environment = jobEnvironment(
			{ PATH: '/bin', HOME: '/root', ...Object.fromEntries(names.map(name => [name, 'x'])) },
			{ folder: '/job', token: 'token' },
		);
		const documented = rows(text).flatMap(([cell = '']) =>
			Array.from(cell.matchAll(/`([A-Za-z_]+)`/g), ([, name = '']) => name),
		);
		expect(sorted(documented)).toEqual(sorted(Object.keys(environment)));
	});

	test('has the exit codes as they are', () => {
		const table = rows(section(read('docs/running.md'), '## Without the screen'));
		const codes = table.flatMap(([status = '', name = '']) =>
			/^\d+$/.test(status) ? [[name, Number(status)] as const] : [],
		);
		expect(Object.fromEntries(codes)).toEqual(exitCodes);
		expect(codes).toHaveLength(Object.keys(exitCodes).length);
	});
});

describe.each(pages)('%s', path => {
	const { fences, prose } = takeApart(read(path));

	test('has whole runbooks that are read without a diagnostic', () => {
		const examples = fences.filter(
			({ info, text }) => info === 'markdown' && /^runbook: 1$/m.test(text),
		);
		if (['README.md', 'docs/format.md'].includes(path)) expect(examples.length).toBeGreaterThan(0);
		for (const { text, line } of examples) {
			const { diagnostics, runbook } = readRunbook('example', Buffer.from(text), matchPattern);
			expect({ line, diagnostics }).toEqual({ line, diagnostics: [] });
			expect(runbook?.steps.length).toBeGreaterThan(0);
		}
	});

	test('links to files that exist, and to headings that they have', () => {
		for (const [, target = ''] of prose.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
			if (/^[a-z]+:/.test(target)) continue;
			const [file = '', anchor] = target.split('#');
			const full = file === '' ? resolve(root, path) : resolve(root, dirname(path), file);
			expect(relative(root, full), target).not.toMatch(/^\.\./);
			expect(existsSync(full), `${target} is there`).toBe(true);
			if (anchor !== undefined) expect(anchorsOf(full), target).toContain(anchor);
		}
	});

	test('has no line that is wider than 100 columns', () => {
		const wide = read(path)
			.split('\n')
			.filter(line => line.length > 100);
		expect(path.startsWith('docs/') ? wide : []).toEqual([]);
	});
});

function anchorsOf(file: string): readonly string[] {
	const slugger = new GithubSlugger();
	const { prose } = takeApart(readFileSync(file, 'utf8'));
	return Array.from(prose.matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
		slugger.slug(title.replaceAll('`', '')),
	);
}
