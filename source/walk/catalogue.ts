/**
 * What the build has read out of the built-in runbooks, by the name of the file. From source it knows
 * nothing; the build puts its own module here (source/pack/catalogue.ts).
 */
import type { Reading } from '../runbook/types.ts';
import type { Facts } from './library-entry.ts';

export type BuiltIn = {
	readonly facts: Facts;
	/** Whether these are the very bytes that were read. To compare takes less than a sum of them. */
	readonly isOf: (bytes: Uint8Array) => boolean;
	/** What the reader says of exactly these bytes. */
	readonly reading: () => Reading;
};

export type Catalogue = ReadonlyMap<string, BuiltIn>;

export const catalogue: Catalogue = new Map();

/** Names the reader that made the catalogue: what another one said of a file counts for nothing. */
export const edition: string | undefined = undefined;
