/**
 * What the build has read out of the built-in runbooks, by the name of the file. From source it knows
 * nothing; the build puts its own module here (source/pack/catalogue.ts).
 */
import type { Facts } from './library-entry.ts';

/** The facts hold for exactly this text. To compare it takes less than to have a sum of the file. */
export type Catalogue = ReadonlyMap<string, { readonly text: string; readonly facts: Facts }>;

export const catalogue: Catalogue = new Map();

/** Names the reader that made the catalogue: what another one said of a file counts for nothing. */
export const edition: string | undefined = undefined;
