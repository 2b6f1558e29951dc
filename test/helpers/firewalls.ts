/** Walks the steps of a runbook on the stand-ins of a pair of firewalls, each block on its own one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRunbook } from '../../source/runbook/reader.ts';
import type { Block, Step } from '../../source/runbook/types.ts';

const setUp = fileURLToPath(new URL('../stand-ins/openbsd/set-up', import.meta.url));

export type Pair = {
	/** Reads or changes what is true of the pair; see `pair.sh`. */
	readonly state: (path: string) => string;
	readonly setState: (path: string, content: string) => void;
	/** The same of both firewalls. */
	readonly both: (name: string) => [string, string];
	/** Does what the step says; gives the line of the gate or action that failed. */
	readonly walk: (slug: string) => number | undefined;
	/** Takes back what was done in the step, as a list with `"undo"` does. */
	readonly takeBack: (slug: string) => void;
	readonly dispose: () => void;
};

/** `outside` holds programs for the hosts that are no firewalls. */
export function openPair(
	name: string,
	values: Record<string, string>,
	outside: Record<string, string> = {},
): Pair {
	const folder = mkdtempSync(join(tmpdir(), 'runbook-pair-'));
	spawnSync(setUp, [folder]);
	spawnSync('mkdir', [join(folder, 'outside')]);
	const program = (host: string, command: string, script: string) =>
		writeFileSync(join(folder, host, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
	for (const [command, script] of Object.entries(outside)) {
		program('outside', command, `state=${join(folder, 'state')}\n${script}`);
	}
	const state: Pair['state'] = path => readFileSync(join(folder, 'state', path), 'utf8').trim();
	const setState: Pair['setState'] = (path, content) =>
		writeFileSync(join(folder, 'state', path), `${content}\n`);
	// Nothing to wait for: advertisements come at once, and so does the end of every pause.
	setState('advbase', '0');
	for (const host of ['first', 'second']) program(host, 'sleep', '');

	const file = fileURLToPath(new URL(`../../runbooks/${name}.md`, import.meta.url));
	const { runbook } = readRunbook(name, readFileSync(file), (pattern, value) =>
		new RegExp(`^(?:${pattern})$`, 'u').test(value),
	);
	const known = { ...values };
	const begun: Block[] = [];

	const stepOf = (slug: string): Step => {
		const found = stepsBelow(runbook?.steps ?? []).find(step => step.slug === slug);
		if (!found) throw new Error(`no step ${slug}`);
		return found;
	};

	const succeeds = (block: Block): boolean => {
		const text = block.content.text.replaceAll(/\{\{(\w+)\}\}/g, (_, value: string) => {
			const found = known[value];
			if (found === undefined) throw new Error(`no value for ${value}`);
			return found;
		});
		const end = Date.now() + (block.within ? 1500 : 0);
		for (;;) {
			const { status, stdout } = spawnSync('/bin/sh', ['-e', '-c', text], {
				env: { PATH: `${join(folder, block.host ?? 'first')}:/usr/bin:/bin` },
				encoding: 'utf8',
			});
			if (status === 0 && block.capture) known[block.capture] = stdout.trim();
			if (status === 0) return true;
			if (Date.now() >= end) return false;
			spawnSync('sleep', ['0.2']);
		}
	};

	const takeBack: Pair['takeBack'] = slug => {
		const blocks = stepOf(slug).parts.filter(part => part.kind === 'block');
		const done = blocks.filter(block => begun.includes(block));
		if (done.length === 0) return;
		for (const block of done) begun.splice(begun.indexOf(block), 1);
		for (const block of blocks) {
			if (block.purpose === 'undo' && !succeeds(block)) {
				throw new Error(`line ${block.contentLine}: the undo failed`);
			}
		}
	};

	const walk: Pair['walk'] = slug => {
		let done = false;
		for (const part of stepOf(slug).parts) {
			if (part.kind === 'links' && !done) {
				for (const link of part.items) if (link.undo) takeBack(link.target);
			}
			if (part.kind !== 'block' || part.purpose === 'undo') continue;
			if (part.purpose === 'done') done = succeeds(part);
			else if (done && part.purpose === 'action') continue;
			else {
				if (part.purpose === 'action') begun.push(part);
				if (!succeeds(part)) return part.contentLine;
			}
		}
		return undefined;
	};

	return {
		state,
		setState,
		both: path => [state(`first/${path}`), state(`second/${path}`)],
		walk,
		takeBack,
		dispose: () => rmSync(folder, { recursive: true }),
	};
}

const stepsBelow = (steps: readonly Step[]): Step[] =>
	steps.flatMap(step => [step, ...stepsBelow(step.steps)]);
