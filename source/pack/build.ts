/** Makes `build/runbook.js` from source/cli/main.ts: one file, with parts that are loaded when needed. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { catalogueModule } from './catalogue.ts';
import { instead } from './instead.ts';
import { type Part, pack } from './pack.ts';

const OUT = 'build/runbook.js';
const NODE = 'node20.19';

const common = {
	minify: true,
	target: NODE,
	legalComments: 'none',
	logLevel: 'warning',
	platform: 'node',
} as const;

/**
 * What the reader is, for the catalogue and for what is kept of other runbooks: its code. It is made
 * once without a catalogue, of which nothing else hangs on it.
 */
async function readerCode(): Promise<string> {
	const { outputFiles } = await build({
		...common,
		entryPoints: ['source/walk/library-entry.ts', 'source/runbook/reader.ts'],
		bundle: true,
		format: 'esm',
		outdir: 'build',
		write: false,
	});
	return outputFiles.map(({ text }) => text).join('\n');
}

/** The program in parts: what several need is one of its own. */
async function makeParts(): Promise<{ readonly first: string; readonly parts: readonly Part[] }> {
	const { outputFiles } = await build({
		...common,
		entryPoints: ['source/cli/main.ts'],
		bundle: true,
		splitting: true,
		format: 'esm',
		outdir: 'build',
		write: false,
		loader: { '.sh': 'text' },
		define: {
			'import.meta.url': 'programUrl',
			'process.env.NODE_ENV': '"production"',
		},
		plugins: [instead(catalogue)],
	});
	const parts = await Promise.all(
		outputFiles.map(async ({ path, text }) => ({
			name: `./${basename(path)}`,
			code: await asCommonJs(text),
		})),
	);
	return { first: './main.js', parts };
}

/** Parts are loaded without waiting, so that they need no file of their own. */
async function asCommonJs(text: string): Promise<string> {
	const { code } = await transform(text.replace(/^#!.*\n/, ''), {
		...common,
		format: 'cjs',
		supported: { 'dynamic-import': false },
	});
	return code;
}

async function makeLoader(first: string): Promise<string> {
	const { outputFiles } = await build({
		...common,
		entryPoints: ['source/pack/load.ts'],
		format: 'cjs',
		bundle: true,
		write: false,
		define: { FIRST: JSON.stringify(first) },
	});
	const [{ text } = { text: '' }] = outputFiles;
	return text;
}

const catalogue = catalogueModule('runbooks', await readerCode());
const { first, parts } = await makeParts();
const program = pack(await makeLoader(first), parts);
mkdirSync('build', { recursive: true });
// The package is ES modules, and what starts it is not; a copy of the one file elsewhere is none anyway.
writeFileSync('build/package.json', '{ "type": "commonjs" }\n');
// At once: somebody may start it now.
const beside = `${OUT}.${process.pid}`;
writeFileSync(beside, program, { mode: 0o755 });
renameSync(beside, OUT);
