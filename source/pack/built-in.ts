/**
 * What the built command has of a built-in runbook, beside its facts: the bytes, and what the reader
 * says of them. Both stand in the packed file as text, each by itself.
 */
import type { Reading } from '../runbook/types.ts';
import type { BuiltIn } from '../walk/catalogue.ts';
import type { Facts } from '../walk/library-entry.ts';
import type { Text } from './pack.ts';

/** Of the loader: see load.ts. */
declare const packed: { readonly text: (name: string) => string };

const nameOf = (what: 'bytes' | 'reading', file: string): string => `${what} of ${file}`;

export function builtIn(file: string, facts: Facts): BuiltIn {
	const bytes = () => packed.text(nameOf('bytes', file));
	return {
		facts,
		isOf: other => Buffer.from(bytes(), 'latin1').equals(other),
		reading: () => read(packed.text(nameOf('reading', file)), bytes()),
	};
}

/** The texts that `builtIn` takes. The bytes are compared for each list; the reading is ten times as long. */
export function textsOf(file: string, bytes: Uint8Array, reading: Reading): readonly Text[] {
	return [
		{ name: nameOf('bytes', file), text: latin1(bytes), deflated: false },
		{ name: nameOf('reading', file), text: written(reading), deflated: true },
	];
}

/** A letter for each byte. */
const latin1 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
	Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

/** Without the text of the runbook, which its bytes are. */
function written({ runbook, ...others }: Reading): string {
	return JSON.stringify({ runbook: runbook && { ...runbook, text: undefined }, ...others });
}

function read(text: string, bytes: string): Reading {
	const { runbook, ...others } = JSON.parse(text) as Reading;
	if (!runbook) return others;
	return { runbook: { ...runbook, text: Buffer.from(bytes, 'latin1').toString() }, ...others };
}
