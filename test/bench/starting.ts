/** How soon the command is there. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Row, sideBySide, timesRow } from './figures.ts';
import { lines } from './lines.ts';
import { folder, node, program, Seat } from './room.ts';

const ROUNDS = 21;

export async function commands(): Promise<readonly Row[]> {
	const script = ['script', 'first-steps', '--choose', 'choose-a-drink=tea'];
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
		rows.push(timesRow(line, '`node -e 0`', measured));
	}
	return rows;
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
