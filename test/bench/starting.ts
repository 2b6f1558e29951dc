/** How soon the command is there. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { ms, type Row, sideBySide, timesRow, usual } from './figures.ts';
import { lines } from './lines.ts';
import { folder, node, program, Seat } from './room.ts';

const ROUNDS = 21;

const script = ['script', 'first-steps', '--choose', 'choose-a-drink=tea'];

export async function commands(): Promise<readonly Row[]> {
	const all = [
		[lines.version, ['--version']],
		[lines.list, ['list']],
		[lines.script, script],
	] as const;
	const rows: Row[] = [];
	for (const [line, words] of all) {
		const measured = await sideBySide(
			ROUNDS,
			async () => (await node(program, ...words)).ms,
			async () => (await node('-e', '0')).ms,
		);
		const row = timesRow(line, '`node -e 0`', measured);
		rows.push(row.met || words !== script ? row : { ...row, note: await sharesOfScript() });
	}
	return rows;
}

/** Modules of Node that a script cannot be made without: its id, its sum, what is deflated, its output. */
const MODULES = `require('crypto').createHash('sha256').update(require('crypto').randomBytes(16));
	require('zlib').inflateRawSync(Buffer.from([3, 0])); process.stdout.write('')`;

/** Where the time of \`runbook script\` goes, by what does a part of it only. */
async function sharesOfScript(): Promise<string> {
	const parts: readonly (readonly string[])[] = [
		['-e', '0'],
		['-e', MODULES],
		[program, '--version'],
		[program, 'script', '--help'],
		[program, ...script],
	];
	const took = parts.map((): number[] => []);
	for (let round = 0; round <= ROUNDS; round++) {
		for (const [index, words] of parts.entries()) {
			const { ms: one } = await node(...words);
			if (round > 0) took[index]?.push(one);
		}
	}
	const [bare = 0, modules = 0, version = 0, help = 0, all = 0] = took.map(usual);
	const most = bare * lines.script.most;
	return `\`runbook script\` may take ${ms(most)}. Node takes ${ms(bare)} of that, and ${ms(modules)} with the modules of its
own that a script needs. \`runbook --version\` takes ${ms(version)}, and \`runbook script --help\`, which
comes to no runbook, ${ms(help)}. To find the runbook, plan its steps and read each command once more,
with code that never ran before, takes the other ${ms(all - help)} of ${ms(all)}.`;
}

/** Two lines that draw one, with Ink, bundled and minified as the command is. */
async function bareInk(): Promise<string> {
	const outfile = join(folder, 'bare.mjs');
	await build({
		stdin: {
			contents: `import{render,Text}from'ink';import{createElement as h}from'react';
				render(h(Text,null,'first frame'),{alternateScreen:true,interactive:true});`,
			resolveDir: process.cwd(),
		},
		outfile,
		bundle: true,
		minify: true,
		platform: 'node',
		format: 'esm',
		target: 'node20.19',
		define: { 'process.env.NODE_ENV': '"production"' },
		// Any module will do: it is for developers, and asked for nothing here.
		alias: { 'react-devtools-core': 'node:process' },
		banner: {
			js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
		},
		logLevel: 'error',
	});
	return outfile;
}

export async function firstFrame(): Promise<readonly Row[]> {
	const bare = await bareInk();
	const frame = async (words: readonly string[], wanted: RegExp) => {
		const seat = new Seat(words);
		const took = await seat.sees(wanted);
		await seat.end();
		return took;
	};
	const measured = await sideBySide(
		ROUNDS,
		() => frame([program], /First steps/),
		() => frame([bare], /first frame/),
	);
	return [timesRow(lines.frame, 'bare Ink', measured)];
}
