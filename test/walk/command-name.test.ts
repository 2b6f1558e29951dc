import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commandName } from '../../source/walk/command-name.ts';

const folder = mkdtempSync(join(tmpdir(), 'runbook-name-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (...names: readonly string[]) => join(folder, ...names);
for (const name of ['project/build', 'bin', 'other', "it's here"]) {
	mkdirSync(path(name), { recursive: true });
}
for (const name of ['project/build/runbook.js', 'other/runbook', "it's here/runbook.js"]) {
	writeFileSync(path(name), '', { mode: 0o755 });
}
writeFileSync(path('project/package.json'), '{}');
symlinkSync(path('project/build/runbook.js'), path('bin/runbook'));
const file = path('project/build/runbook.js');
const npm = {
	npm_lifecycle_event: 'start',
	npm_package_json: path('project/package.json'),
	INIT_CWD: path('project'),
};

test.each<[string, string | undefined, Record<string, string>, string]>([
	['nothing is known of a file', undefined, {}, 'runbook'],
	['the PATH has it', file, { PATH: path('bin') }, 'runbook'],
	[
		'the PATH has it, and it was started by that',
		path('bin/runbook'),
		{ PATH: path('bin') },
		'runbook',
	],
	[
		'the PATH has another of that name',
		file,
		{ PATH: `${path('other')}:${path('bin')}` },
		`node ${file}`,
	],
	['the PATH does not have it', file, { PATH: '/nonexistent' }, `node ${file}`],
	[
		'its path has a quote',
		path("it's here/runbook.js"),
		{},
		`node '${folder}/it'\\''s here/runbook.js'`,
	],
	['npm started it', file, npm, 'npm start --'],
	['npm started it, and it is installed', file, { ...npm, PATH: path('bin') }, 'runbook'],
	['npm started something else', path('other/runbook'), npm, `node ${path('other/runbook')}`],
	['npm was called from elsewhere', file, { ...npm, INIT_CWD: folder }, `node ${file}`],
	['npm runs another script', file, { ...npm, npm_lifecycle_event: 'test' }, `node ${file}`],
])('where %s', (_, started, environment, expected) => {
	expect(commandName(started, environment)).toBe(expected);
});
