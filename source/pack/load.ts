/** In front of the packed parts: makes a part code when it is first asked for. See pack.ts. */
declare const PACKED: {
	readonly length: number;
	readonly table: Readonly<Record<string, readonly [number, number]>>;
};
declare const FIRST: string;

type Exports = Record<string, unknown>;
type Code = (
	require: (name: string) => unknown,
	module: { exports: Exports },
	exports: Exports,
	programUrl: string,
) => void;

const programUrl = import.meta.url;
// Not by `import`: that looks at all that the module has, and so loads streams, too (5 ms).
const file = process.getBuiltinModule('node:fs').readFileSync(new URL(programUrl));
/** Behind the parts stand the end of the comment and of the line. */
const start = file.length - 3 - PACKED.length;
const loaded = new Map<string, { exports: Exports }>();

function load(name: string): unknown {
	const place = PACKED.table[name];
	if (place === undefined) {
		const builtIn = process.getBuiltinModule(name);
		if (builtIn === undefined) throw new Error(`There is no part \`${name}\` in the program`);
		return builtIn;
	}
	const before = loaded.get(name);
	if (before) return before.exports;
	const module = { exports: {} };
	// Known before it runs: parts may need each other.
	loaded.set(name, module);
	const text = plain(file.toString('latin1', start + place[0], start + place[1]));
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

function plain(text: string): string {
	return text.replace(/\u0001(....)/g, (_, unit: string) =>
		String.fromCharCode(Number.parseInt(unit, 16)),
	);
}

load(FIRST);
