/**
 * A pattern that is made when something is first asked of it. Node checks every pattern of a module
 * while it is loaded, for which it takes the tables of all characters into memory: 1 of the 35 ms of a
 * list in which every text is plain.
 */
export function latePattern(source: string, flags: string): () => RegExp {
	let made: RegExp | undefined;
	return () => {
		made ??= new RegExp(source, flags);
		return made;
	};
}
