/** What the built command has in the place of some modules. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** `catalogue` is the text of the module that knows the built-in runbooks. */
export const instead = (catalogue: string): Plugin => ({
	name: 'instead',
	setup({ onLoad, onResolve }) {
		const layout = { path: resolve('source/pack/layout.ts') };
		onResolve({ filter: /^yoga-layout$/ }, () => layout);
		onResolve({ filter: /\/layout-ready\.ts$/ }, () => layout);
		onLoad({ filter: /source\/walk\/catalogue\.ts$/ }, () => ({
			contents: catalogue,
			resolveDir: '.',
		}));
		// How it is built and tested is nothing for the command.
		onLoad({ filter: /^.*\/package\.json$/ }, ({ path }) =>
			path === resolve('package.json')
				? {
						contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
						loader: 'json',
					}
				: undefined,
		);
		// A third of the program, and what is built in was read when it was built.
		onResolve({ filter: /\/runbook\/reader\.ts$/ }, ({ kind }) =>
			kind === 'import-statement' ? { path: './reader.js', namespace: 'part' } : undefined,
		);
		onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
			contents: `export const readRunbook = (...all) => packed.part('${path}').readRunbook(...all);`,
		}));
		// With `DEV=true` Ink would wait, while it is loaded, for React's developer tools.
		onLoad({ filter: /ink\/build\/reconciler\.js$/ }, ({ path }) =>
			changed(path, /process\.env\['DEV'\] === 'true'/g, 'false'),
		);
		// conf checks what it is given a schema for, and moves old versions on: neither is asked of it.
		onResolve({ filter: /^(ajv\/dist\/2020\.js|ajv-formats|semver)$/ }, ({ importer }) =>
			/\/conf\/dist\//.test(importer) ? { path: resolve('source/pack/unused.ts') } : undefined,
		);
		const narrow = JSON.stringify(resolve('source/pack/narrow.ts'));
		const measure = resolve('node_modules/string-width/index.js');
		onResolve({ filter: /^string-width$/ }, () => ({ path: measure, namespace: 'late' }));
		onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
			contents: `import { narrowWidth } from ${narrow};
				let own; export default (text, options) => narrowWidth(text, options) ??
					(own ??= require(${JSON.stringify(path)}).default)(text, options);`,
			resolveDir: '.',
		}));
		onLoad(
			{ filter: /\/(string-width\/index|wrap-ansi\/index|line-update|tokenize)\.js$/ },
			({ path }) =>
				changed(
					path,
					/^const segmenter = new Intl\.Segmenter\([^;]*\);$/m,
					`import { Segmenter } from ${narrow}; const segmenter = new Segmenter();`,
				),
		);
	},
});

/** A module that is loaded late and is a part of its own: that part, by the name of the module. */
export const elsewhere = (name: string): Plugin => ({
	name: 'elsewhere',
	setup({ onResolve }) {
		onResolve({ filter: new RegExp(`/${name}\\.ts$`) }, ({ kind }) =>
			kind === 'dynamic-import' ? { path: `./${name}.js`, external: true } : undefined,
		);
	},
});

function changed(path: string, from: RegExp, to: string): { readonly contents: string } {
	const text = readFileSync(path, 'utf8');
	const contents = text.replace(from, to);
	if (contents === text) throw new Error(`${path} is not what it was: see ${from}`);
	return { contents };
}
