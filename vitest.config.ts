import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

/** Gives `import text from './x.sh'` the text of the file, as the bundler does. */
const shellAsText: Plugin = {
	name: 'shell-as-text',
	load(id) {
		if (!id.endsWith('.sh')) return undefined;
		return `export default ${JSON.stringify(readFileSync(id, 'utf8'))};`;
	},
};

/** Tests that change the process they run in: its environment, its signals. Each has a process to itself. */
const alone = ['test/cli/ask-secret.test.ts', 'test/terminal/tmux.test.ts'];

const project = (name: string, include: string[], timeout: number, more: object = {}) => ({
	extends: true as const,
	test: { name, include, testTimeout: timeout, hookTimeout: timeout, ...more },
});

export default defineConfig({
	plugins: [shellAsText],
	test: {
		// Modules keep nothing that a test could trip over, and to load them anew for each file takes a fifth
		// of the whole time.
		isolate: false,
		// Most of the time tests wait for jobs and terminals: one worker a core leaves the cores idle.
		maxWorkers: 3,
		projects: [
			project(
				'unit',
				[
					'test/{text,runbook,run,execute,store,terminal,walk,ui,cli,pack,runbooks,docs}/**/*.test.{ts,tsx}',
				],
				90_000,
				{ exclude: alone },
			),
			project('alone', alone, 90_000, { isolate: true }),
			project('shells', ['test/shells/**/*.test.ts'], 240_000),
			project('terminal', ['test/end-to-end/**/*.test.ts'], 240_000),
			project('system', ['test/system/**/*.test.ts'], 600_000),
			// Behind the system tests, of whose walks it makes docs/proof.md.
			project('proof', ['test/proof/proof.test.ts'], 30_000),
		],
	},
});
