import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { matchPattern } from '../../source/execute/match-pattern.ts';
import { textsOf } from '../../source/pack/built-in.ts';
import { catalogueModule } from '../../source/pack/catalogue.ts';
import { pack, type Text } from '../../source/pack/pack.ts';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Reading } from '../../source/runbook/types.ts';
import { factsOf } from '../../source/walk/library-entry.ts';

const bundled = async (contents: string, define: Readonly<Record<string, string>> = {}) => {
	const { outputFiles } = await build({
		stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
		bundle: true,
		format: 'cjs',
		platform: 'node',
		write: false,
		define,
	});
	return outputFiles[0]?.text ?? '';
};

/** What a packed program prints that consists of these texts. */
async function printed(texts: readonly Text[], argument = ''): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-pack-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const loader = await bundled("import './source/pack/load.ts'", { FIRST: '"./main.js"' });
	const file = join(folder, 'program.cjs');
	writeFileSync(file, pack(loader, texts));
	expect(readFileSync(file, 'latin1')).toMatch(/^[\0-\x7f]*$/);
	return execFileSync(process.execPath, [file, argument], {
		encoding: 'utf8',
		maxBuffer: 2 ** 26,
	});
}

const hard = '*/ “ü” 😀 `${x}` \\u0041 \u0000 \u0085 \u2028 /* // */ \n\r\n\t';

describe('the packed file', () => {
	it('gives every part and every text as it was, deflated or not', async () => {
		const code = (value: string) => `exports.value = ${JSON.stringify(value)};`;
		const main = `const all = [require('./a.js').value, require('./b.js').value, packed.text('c'), packed.text('d')];
			process.stdout.write(JSON.stringify(all));`;
		const shown = await printed([
			{ name: './main.js', text: main, deflated: false },
			{ name: './a.js', text: code(`${hard}a`), deflated: false },
			{ name: './b.js', text: code(`${hard}b`), deflated: true },
			{ name: 'c', text: `${hard}c`, deflated: false },
			{ name: 'd', text: `${hard}d`, deflated: true },
		]);
		expect(JSON.parse(shown)).toEqual(['a', 'b', 'c', 'd'].map(end => hard + end));
	});
});

const names = readdirSync('runbooks').map(file => file.replace(/\.md$/, ''));
const { code, texts } = catalogueModule('runbooks', '');

/** What the module of the catalogue, as it is packed, makes of the bytes of a file. */
async function known(file: string, bytes: Uint8Array, of = { code, texts }) {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-bytes-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const given = join(folder, 'given');
	writeFileSync(given, bytes);
	const main = await bundled(`${of.code}
		const one = catalogue.get(${JSON.stringify(file)});
		const isOf = one.isOf(require('node:fs').readFileSync(process.argv[2]));
		process.stdout.write(JSON.stringify({ isOf, facts: one.facts, reading: isOf && one.reading() }));`);
	return JSON.parse(
		await printed([{ name: './main.js', text: main, deflated: false }, ...of.texts], given),
	);
}

describe('a built-in runbook in the built command', () => {
	it.each(names)('is what the reader reads: %s', async name => {
		const bytes = readFileSync(`runbooks/${name}.md`);
		const reading = readRunbook(name, bytes, matchPattern);
		expect(reading.runbook?.text).toBe(bytes.toString('utf8'));
		// Nothing in it may be something that JSON does not keep.
		expect(JSON.parse(JSON.stringify(reading))).toStrictEqual(reading);
		const now = await known(`${name}.md`, bytes);
		expect(now).toStrictEqual({ isOf: true, facts: factsOf(reading), reading });
	});

	it('is known by exactly its bytes', async () => {
		const bytes = readFileSync('runbooks/first-steps.md');
		const others = [
			Buffer.concat([bytes, Buffer.from('\n')]),
			bytes.subarray(0, -1),
			Buffer.from(bytes.toString('latin1').replace('e', 'i'), 'latin1'),
			Buffer.concat([Buffer.from('\ufeff'), bytes]),
			Buffer.alloc(0),
		];
		for (const other of others) {
			expect((await known('first-steps.md', other)).isOf).toBe(false);
		}
	});

	it('may hold any bytes, and may be broken', async () => {
		const bytes = Buffer.concat([Buffer.from(hard), Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28])]);
		const reading: Reading = readRunbook('odd', bytes, matchPattern);
		expect(reading.runbook).toBeUndefined();
		const odd = {
			code: code.replace('JSON.parse(', `JSON.parse('[["odd.md",{"diagnostics":[]}]]' || `),
			texts: textsOf('odd.md', bytes, reading),
		};
		const now = await known('odd.md', bytes, odd);
		expect(now).toStrictEqual({ isOf: true, facts: { diagnostics: [] }, reading });
	});
});
