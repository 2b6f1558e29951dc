/**
 * In front of the packed parts: makes a part code when it is first asked for. See pack.ts. CommonJS,
 * because Node starts that 6 of 30 ms sooner.
 */
import { outOfComment } from './comment.ts';
import type { Place } from './pack.ts';

declare const TABLE: Readonly<Record<string, Place>>;
declare function PARTS(): void;
declare const FIRST: string;

type Exports = Record<string, unknown>;
/** What the code of a part may ask for. */
type Packed = {
	readonly text: typeof textOf;
	readonly part: typeof load;
	/** In the place of `import.meta`. */
	readonly folder: string;
	readonly url: string;
};
type Code = (
	require: (name: string) => unknown,
	module: { exports: Exports },
	exports: Exports,
	packed: Packed,
) => void;

// A copy that lies among ES modules is one, and has no `__filename`.
const file =
	typeof __filename === 'string'
		? __filename
		: process.getBuiltinModule('node:fs').realpathSync(process.argv[1] ?? '');
// The engine has the text of every function: an upgrade on the disk changes nothing for an open walk.
const all = PARTS.toString();
const start = all.indexOf('/*') + 2;
const loaded = new Map<string, { exports: Exports }>();

function load(name: string): unknown {
	if (TABLE[name] === undefined) {
		return late.has(name.replace('node:', '')) ? later(name) : builtIn(name);
	}
	const before = loaded.get(name);
	if (before) return before.exports;
	const module = { exports: {} };
	// Known before it runs: parts may need each other.
	loaded.set(name, module);
	const code = new Function(
		'require',
		'module',
		'exports',
		'packed',
		`${textOf(name)}\n//# sourceURL=runbook/${name.replace('./', '')}`,
	) as Code;
	code(load, module, module.exports, packed);
	return module.exports;
}

/** What was packed under this name. */
function textOf(name: string): string {
	const [from, to, deflated] = TABLE[name] ?? missing(name);
	const text = all.slice(start + from, start + to);
	return deflated ? inflated(text) : outOfComment(text);
}

function inflated(text: string): string {
	const { inflateRawSync } = process.getBuiltinModule('node:zlib');
	return inflateRawSync(Buffer.from(text, 'base64')).toString();
}

const packed: Packed = {
	text: textOf,
	part: load,
	folder: process.getBuiltinModule('node:path').dirname(file),
	get url() {
		return process.getBuiltinModule('node:url').pathToFileURL(file).href;
	},
};

function missing(name: string): never {
	throw new Error(`There is no part \`${name}\` in the program`);
}

function builtIn(name: string): object {
	return process.getBuiltinModule(name) ?? missing(name);
}

/** Modules of Node that take 2 ms and more, and that most commands never come to. */
const late = new Set([
	'child_process',
	'crypto',
	'net',
	'os',
	'readline',
	'readline/promises',
	'vm',
	'zlib',
]);

/** The module as soon as anything of it is asked for. */
function later(name: string): object {
	return new Proxy(
		{},
		{
			get: (_, key) => Reflect.get(builtIn(name), key),
			has: (_, key) => key in builtIn(name),
			ownKeys: () => Reflect.ownKeys(builtIn(name)),
			getOwnPropertyDescriptor: (_, key) => {
				const found = Reflect.getOwnPropertyDescriptor(builtIn(name), key);
				return found && { ...found, configurable: true };
			},
		},
	);
}

load(FIRST);
