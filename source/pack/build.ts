/** Makes `build/runbook.js` from source/cli/main.ts: one file, with parts that are loaded when needed. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { build, type Metafile, transform } from 'esbuild';
import { catalogueModule } from './catalogue.ts';
import { elsewhere, instead } from './instead.ts';
import { pack, type Text } from './pack.ts';

const OUT = 'build/runbook.js';
const NODE = 'node20.19';
/** What the first frame of the screen is made with. */
const LIST = 'source/cli/commands/list.ts';
const AT_ONCE = [
	'source/cli/main.ts',
	'source/cli/commands/open-library.ts',
	'source/ui/open-screen.tsx',
];
/** Letters of a part that is not worth deflating. */
const SHORT = 4096;

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
async function makeParts(): Promise<readonly Text[]> {
	const { outputFiles, metafile } = await build({
		...common,
		metafile: true,
		entryPoints: [
			{ in: 'source/cli/main.ts', out: 'main' },
			{ in: 'source/runbook/reader.ts', out: 'reader' },
			{ in: 'source/walk/read-bytes.ts', out: 'read-bytes' },
		],
		bundle: true,
		splitting: true,
		format: 'esm',
		outdir: 'build',
		write: false,
		loader: { '.sh': 'text' },
		define: {
			'import.meta.dirname': 'packed.folder',
			'import.meta.url': 'packed.url',
			'process.env.NODE_ENV': '"production"',
		},
		plugins: [elsewhere('list'), instead(catalogue.code)],
	});
	const atOnce = partsOf(metafile, AT_ONCE);
	return Promise.all(
		outputFiles.map(async ({ path, text }) => ({
			name: `./${basename(path)}`,
			text: await asCommonJs(text),
			deflated: text.length > SHORT && !atOnce.has(relative('.', path)),
		})),
	);
}

/** The files that these modules are in, and those that they cannot be loaded without. */
function partsOf({ outputs }: Metafile, modules: readonly string[]): ReadonlySet<string> {
	const found = new Set<string>();
	const take = (file: string): void => {
		if (found.has(file)) return;
		found.add(file);
		for (const { kind, path } of outputs[file]?.imports ?? []) {
			if (kind === 'import-statement') take(path);
		}
	};
	for (const module of modules) {
		const file = Object.keys(outputs).find(name => outputs[name]?.entryPoint === module);
		if (file === undefined) throw new Error(`${module} is in no part of its own`);
		take(file);
	}
	return found;
}

/**
 * The list by itself, as one part in which nothing is that it does not need: it has to be there at
 * once. What it shares with others it has twice, so nobody may ask of which class a thing of it is.
 */
async function makeList(): Promise<Text> {
	const { outputFiles } = await build({
		...common,
		entryPoints: [LIST],
		bundle: true,
		format: 'cjs',
		supported: { 'dynamic-import': false },
		write: false,
		plugins: [elsewhere('read-bytes'), instead(catalogue.code)],
	});
	const [{ text } = { text: '' }] = outputFiles;
	return { name: './list.js', text, deflated: false };
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
const program = pack(await makeLoader('./main.js'), [
	...(await makeParts()),
	await makeList(),
	...catalogue.texts,
]);
mkdirSync('build', { recursive: true });
// The package is ES modules, and what starts it is not; a copy of the one file elsewhere is none anyway.
writeFileSync('build/package.json', '{ "type": "commonjs" }\n');
// At once: somebody may start it now.
const beside = `${OUT}.${process.pid}`;
writeFileSync(beside, program, { mode: 0o755 });
renameSync(beside, OUT);
