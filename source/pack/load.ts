/**
 * In front of the packed parts: makes a part code when it is first asked for. See pack.ts. CommonJS,
 * because Node starts that 6 of 30 ms sooner.
 */
declare const TABLE: Readonly<Record<string, readonly [number, number]>>;
declare function PARTS(): void;
declare const FIRST: string;

type Exports = Record<string, unknown>;
type Code = (
	require: (name: string) => unknown,
	module: { exports: Exports },
	exports: Exports,
	programUrl: string,
) => void;

const { pathToFileURL } = process.getBuiltinModule('node:url');
// Not `__filename`: a copy that lies among ES modules is one.
const { realpathSync } = process.getBuiltinModule('node:fs');
const programUrl = pathToFileURL(realpathSync(process.argv[1] ?? '')).href;
// The engine has the text of every function: an upgrade on the disk changes nothing for an open walk.
const packed = PARTS.toString();
const start = packed.indexOf('/*') + 2;
const loaded = new Map<string, { exports: Exports }>();

function load(name: string): unknown {
	const place = TABLE[name];
	if (place === undefined) return late.has(name.replace('node:', '')) ? later(name) : builtIn(name);
	const before = loaded.get(name);
	if (before) return before.exports;
	const module = { exports: {} };
	// Known before it runs: parts may need each other.
	loaded.set(name, module);
	const text = plain(packed.slice(start + place[0], start + place[1]));
	const code = new Function(
		'require',
		'module',
		'exports',
		'programUrl',
		`${text}\n//# sourceURL=runbook/${name.replace('./', '')}`,
	) as Code;
	code(load, module, module.exports, programUrl);
	return module.exports;
}

function builtIn(name: string): object {
	const found = process.getBuiltinModule(name);
	if (found === undefined) throw new Error(`There is no part \`${name}\` in the program`);
	return found;
}

/** Modules of Node that take 2 ms and more, and that most commands never come to. */
const late = new Set(['child_process', 'crypto', 'net', 'readline', 'readline/promises', 'vm']);

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

/** Not by a pattern: until it is compiled, that takes 3 ms for the longest part. */
function plain(text: string): string {
	const [first = '', ...others] = text.split('\u0001');
	const units = others.map(
		other => String.fromCharCode(Number.parseInt(other.slice(0, 4), 16)) + other.slice(4),
	);
	return first + units.join('');
}

load(FIRST);
