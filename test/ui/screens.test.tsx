/** Each view at each size, as text: what has changed of the screen shows in review. */
import { EventEmitter } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { render } from 'ink';
import { expect, onTestFinished, test } from 'vitest';
import { App } from '../../source/ui/app.ts';
import { setDisplay } from '../../source/ui/display.ts';
import { Root } from '../../source/ui/open-screen.tsx';
import { scenes, sizes, stageFolder, stageSession, stageShelves } from '../pictures/stage.ts';
import { libraryPage, until } from './helpers.tsx';

class Out extends EventEmitter {
	readonly isTTY = true;
	columns = 80;
	rows = 24;
	frame = '';
	write = (chunk: string): boolean => {
		if (chunk.includes('\n')) this.frame = chunk;
		return true;
	};
}

class Keys extends PassThrough {
	readonly isTTY = true;
	setRawMode = () => this;
	ref = () => this;
	unref = () => this;
}

const namedKeys = new Set(['enter', 'escape', 'down', 'left', 'ctrl-u']);

function stage() {
	const folder = stageFolder();
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const stdout = new Out();
	let now = 10_000;
	const app = new App({
		session: stageSession(folder, { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' }),
		shelves: stageShelves(place),
		dryRun: false,
		size: { columns: 80, rows: 24 },
		terminal: {
			handOver: () => use => use(),
			showBare: async () => {},
			lend: use => use(),
			write: () => {},
		},
		leave: () => {},
		clock: () => now,
	});
	app.open(libraryPage(app));
	let drawnVersion = -1;
	const ink = render(<Root app={app} />, {
		stdin: new Keys() as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		debug: true,
		interactive: true,
		patchConsole: false,
		exitOnCtrlC: false,
		onRender: () => {
			drawnVersion = app.version;
			app.drawn();
		},
	});
	onTestFinished(() => ink.unmount());
	/** The picture is that of the app as it is now. */
	const flushed = () => until('a picture', () => drawnVersion === app.version || undefined);
	const settled = (text: string) =>
		until(
			() => `${text} in:\n${stdout.frame}`,
			() => (stdout.frame.includes(text) && app.page?.mode !== 'running') || undefined,
		);
	const ended = () => until('the command to end', () => app.page?.mode !== 'running' || undefined);
	return {
		settled,
		ended,
		frame: () => stdout.frame,
		async press(key: string) {
			await ended();
			now += 1000;
			app.press([
				namedKeys.has(key) ? { name: key } : { name: key === ' ' ? 'space' : key, text: key },
			]);
			await flushed();
		},
		async at(columns: number, rows: number): Promise<string> {
			Object.assign(stdout, { columns, rows });
			stdout.emit('resize');
			app.resize({ columns, rows });
			await flushed();
			const lines = stdout.frame.replace(/\n$/, '').split('\n');
			return lines
				.map(line => line.replaceAll(folder, '/tmp/runbook-stage-......').trimEnd())
				.join('\n')
				.replace(/(exit \d+ · )[\d.]+ (?:ms|s)\b/g, '$1390 ms');
		},
	};
}

/** Pictures name the file of a runbook, so it lies where it does on every machine. */
const place = '/tmp/runbook-stage';

test('every view at every size is as it was agreed', async () => {
	cpSync(new URL('../pictures/runbooks', import.meta.url), `${place}/runbooks`, {
		recursive: true,
	});
	onTestFinished(() => rmSync(place, { recursive: true, force: true }));
	const shown = stage();
	for (const { name, keys, again, sees } of scenes) {
		for (const key of keys) await shown.press(key);
		for (let tries = 0; again && tries < 9 && !shown.frame().includes(sees); tries++) {
			await shown.press(again);
			await shown.ended();
		}
		await shown.settled(sees);
		for (const { columns, rows } of sizes) {
			const text = await shown.at(columns, rows);
			expect(text.split('\n').length, `${name} at ${columns}×${rows}`).toBeLessThanOrEqual(rows);
			await expect(`${text}\n`).toMatchFileSnapshot(
				`../pictures/screens/${columns}x${rows}/${name}.txt`,
			);
		}
		await shown.at(80, 24);
	}
	setDisplay({});
});
