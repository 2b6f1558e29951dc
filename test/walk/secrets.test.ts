import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveReport } from '../../source/walk/write-report.ts';
import { begin, item, names, place, read, resume, runAll, yes } from './helpers.ts';

const canary = 'canary-7c1f93e0';
const head =
	'inputs:\n  pw: { prompt: Password, type: secret }\n  other: { prompt: Other, type: secret, optional: true }';

/** The files below a folder that hold the canary. */
function spilled(folder: string): string[] {
	return readdirSync(folder, { recursive: true })
		.map(name => join(folder, String(name)))
		.filter(path => statSync(path).isFile() && readFileSync(path).includes(canary));
}

const body = `
## A

~~~sh
test "$pw" = ${canary} && env >FOLDER/reads
~~~

Back:

~~~sh undo
env >FOLDER/undo-without
~~~

## B

~~~sh
env >FOLDER/without
~~~

Back:

~~~sh undo
test -n "$pw"
env >FOLDER/undo-with
~~~

## C

~~~sh
test -z "$pw"
~~~
`.replaceAll(canary, '"$(cat FOLDER/right)"');

describe('a secret', () => {
	const start = () => {
		const here = place();
		const walk = begin(
			here,
			body.replace('test "$pw" = "$(cat FOLDER/right)" && env', 'test -n "$pw"\nenv'),
			{ head },
		);
		walk.answerSecret('pw', canary);
		return { here, walk };
	};

	it('reaches the blocks that read it, and no others', async () => {
		const { here, walk } = start();
		expect(await runAll(walk)).toMatchObject({ kind: 'failed', item: { id: 'c#0' } });
		expect(read(here.folder, 'reads')).toContain(`pw=${canary}`);
		expect(read(here.folder, 'without')).not.toContain(canary);
		expect(read(here.folder, 'without')).not.toMatch(/^other=/m);
	});

	it('reaches the undo that reads it, and no other', async () => {
		const { here, walk } = start();
		await runAll(walk);
		for (let [undo] = walk.undos(); undo; [undo] = walk.undos()) {
			const ran = await walk.undo(undo, item(walk, 'a#0'), yes);
			if (ran) walk.settle(undo.entry.id, 'skipped');
		}
		expect(names(here.folder)).toContain('undo-without');
		expect(read(here.folder, 'undo-without')).not.toContain(canary);
		expect(read(here.folder, 'undo-with')).toContain(canary);
	});

	it('is in no file below the run, also after a step that failed, and not in the report', async () => {
		const { here, walk } = start();
		await runAll(walk);
		saveReport(walk.run, walk.runbook, walk.state);
		walk.leave();
		expect(spilled(join(here.folder, '..', 'state'))).toEqual([]);
		expect(read(walk.run.folder, 'report.md')).toContain('(a secret)');
	});

	it('is never empty: a block does not run before it is given', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh\necho "<$pw>" >FOLDER/log\n~~~', { head });
		expect(await walk.runOn('a', yes)).toMatchObject({ stop: { kind: 'waiting', names: ['pw'] } });
		expect(names(here.folder)).toEqual([]);
	});

	it('is asked for again on resume, by blocks and by undos', async () => {
		const here = place();
		const text =
			'## A\n\n~~~sh\ntrue\n~~~\n\nBack:\n\n~~~sh undo\necho "<$pw>" >FOLDER/undo\n~~~\n\n## B\n\n~~~sh\necho "<$pw>" >FOLDER/log\n~~~\n\n## C\n\n~~~sh\ntrue\n~~~';
		const first = begin(here, text, { head });
		first.answerSecret('pw', canary);
		await first.runOn('a', yes);
		first.leave();
		const walk = resume(here.session, first.run);
		expect(walk.needs().map(input => input.name)).toEqual(['pw']);
		expect(await walk.runOn('b', yes)).toMatchObject({ stop: { kind: 'waiting', names: ['pw'] } });
		const undo = () => {
			const [entry] = walk.undos();
			if (!entry) throw new Error('There is nothing to undo.');
			return walk.undo(entry, item(walk, 'a#0'), yes);
		};
		expect(await undo()).toMatchObject({ stop: { kind: 'waiting', names: ['pw'] } });
		expect(names(here.folder)).toEqual([]);
		walk.answerSecret('pw', canary);
		expect(await walk.runOn('b', yes)).toEqual({ kind: 'end' });
		expect(await undo()).toBeUndefined();
		expect(read(here.folder, 'undo')).toBe(`<${canary}>\n`);
		expect(walk.needs()).toEqual([]);
	});

	it('is not asked for again on resume by what is done, nor by what needs none', async () => {
		const here = place();
		const first = begin(here, '## A\n\n~~~sh\ntest -n "$pw"\n~~~\n\n## B\n\n~~~sh\ntrue\n~~~', {
			head,
		});
		first.answerSecret('pw', canary);
		await first.runOn('a', yes);
		first.leave();
		expect(resume(here.session, first.run).needs()).toEqual([]);
	});

	it('that is optional and was left empty is not asked for again', async () => {
		const here = place();
		const walk = begin(here, '## A\n\n~~~sh when=other\ntest -n "$other"\n~~~', { head });
		expect(walk.needs().map(input => input.name)).toEqual(['other']);
		walk.answer('other', null);
		expect(walk.needs()).toEqual([]);
		expect(await runAll(walk)).toBeUndefined();
	});
});
