/**
 * What the build knows of the built-in runbooks, by the SHA-256 of their bytes. From source it knows
 * nothing; the build puts its own module here (source/pack/catalogue.ts).
 */
import type { Facts } from './library-entry.ts';

export const catalogue: ReadonlyMap<string, Facts> = new Map();

/** Names the reader that made the catalogue: what another one said of a file counts for nothing. */
export const edition: string | undefined = undefined;
